namespace Expo.Core.Submissions;

/// <summary>Every "no" to deciding, informing and answering.</summary>
public static class DecisionRefusals
{
    public static readonly Refusal NotOrganiser = Refusal.Forbidden("decision.not-organiser", "Only an organizer can do this. Sign in with an organizer's account.");

    public static readonly Refusal MayNotDecide = Refusal.Forbidden("decision.may-not-decide", "In this phase reviewers do not decide.");

    public static readonly Refusal Unknown = Refusal.NotFound("decision.unknown", "There is no proposal by that number that you can decide on.");

    public static readonly Refusal Withdrawn = Refusal.Conflict("decision.withdrawn", "This proposal was withdrawn. There is nothing to decide any more.");

    public static readonly Refusal InProgramme = Refusal.Conflict("decision.in-programme", "The speaker has confirmed, and the talk is in the program. Cancel its session there.");

    public static readonly Refusal NobodyChosen = Refusal.Conflict("decision.nobody", "Nobody is to be informed. Choose at least one proposal that is decided and whose speakers do not know it yet.");

    public static readonly Refusal CountMissing = Refusal.Invalid("decision.count-missing", "Type the number of letters that is shown.", "Count");

    public static readonly Refusal PlanChanged = Refusal.Conflict("decision.plan-changed", "Since you looked at these letters a decision, a proposal or a speaker of it has changed. Nothing was sent. Look at them again.");

    public static readonly Refusal NotYours = Refusal.NotFound("decision.not-yours", "There is no such talk of yours to answer for.");

    public static readonly Refusal NotAsked = Refusal.Conflict("decision.not-asked", "There is nothing to answer for this talk at the moment. If you have a letter that says otherwise, write to the organizers.");

    public static readonly Refusal AnsweredAlready = Refusal.Conflict("decision.answered", "You have answered already. Write to the organizers if something has changed.");

    public static readonly Refusal NoStage = Refusal.Conflict("decision.no-stage", "The organizers have not set up a stage yet, so nothing was saved. Try again in a day.");

    public static Refusal DecidedMeanwhile(string by, Decision decision) => Refusal.Conflict(
        "decision.decided-meanwhile", $"{by} has decided in the meantime: {DecisionWords.Of(decision).ToLowerInvariant()}. Nothing of yours was saved. Look at what stands now, then decide again.");

    public static Refusal CountChanged(int typed, int letters) => Refusal.Invalid("decision.count-changed", $"You typed {typed:N0}, and there {(letters == 1 ? "is 1 letter" : $"are {letters:N0} letters")}. Nothing was sent.", "Count");
}

/// <summary>What decisions are called.</summary>
public static class DecisionWords
{
    public static string Of(Decision decision) => decision switch
    {
        Decision.Accepted => "Accepted",
        Decision.Standby => "On standby",
        Decision.Rejected => "Rejected",
        _ => "Not decided",
    };
}
