using Expo.Core.Registration;

namespace Expo.Core.Submissions;

/// <summary>Reads what a speaker typed: every mistake is one refusal that names its field and says what to do.</summary>
public static class ProposalRules
{
    public const int LongestTitle = 200;
    public const int LongestText = SubmissionMapping.LongestText;
    public const int LongestName = 120;
    public const int LongestCompany = 160;
    public const int LongestPhone = 40;
    private const int ShortestText = 40;

    /// <summary>What cannot be kept even as a draft, in the order of the form: too long or not printable.</summary>
    public static IReadOnlyList<Refusal> CheckDraft(ProposalDraft typed) =>
    [
        .. new[]
        {
            Line(typed.Title, nameof(typed.Title), LongestTitle), Line(typed.Topic, nameof(typed.Topic), CallRules.LongestTopic), Text(typed.Savings, nameof(typed.Savings)),
            Text(typed.Description, nameof(typed.Description)), Line(typed.Name, nameof(typed.Name), LongestName),
            Line(typed.Email, nameof(typed.Email), EmailAddresses.LongestAddress), Line(typed.Phone, nameof(typed.Phone), LongestPhone),
            Line(typed.Company, nameof(typed.Company), LongestCompany), Line(typed.Country, nameof(typed.Country), 80), Text(typed.Biography, nameof(typed.Biography)),
            Text(typed.NoteToOrganisers, nameof(typed.NoteToOrganisers)),
        }.OfType<Refusal>(),
    ];

    /// <summary>Topics to choose from: those of the call, and the one that a proposal was sent with, which stays with it.</summary>
    public static IReadOnlyCollection<string> TopicsOf(Proposal proposal, CallForTalks? call) =>
        call is not { Topics: { Count: > 0 } topics } ? []
        : proposal.State == ProposalState.Draft || proposal.Topic.Length == 0 || topics.Contains(proposal.Topic) ? topics
        : [.. topics, proposal.Topic];

    /// <summary>All that is missing or wrong before it can be sent, in the order of the form; one for each field.</summary>
    public static IReadOnlyList<Refusal> Check(ProposalDraft typed, IReadOnlyCollection<string> topics) =>
    [
        .. CheckDraft(typed).Concat(new[]
        {
            Blank(typed.Title) ? ProposalRefusals.TitleMissing : null,
            topics.Count > 0 && !topics.Contains(typed.Topic ?? "") ? ProposalRefusals.TopicMissing : null,
            Blank(typed.Savings) ? ProposalRefusals.SavingsMissing
                : Short(typed.Savings!, nameof(typed.Savings)) ?? (typed.Savings!.Any(char.IsDigit) ? null : ProposalRefusals.SavingsWithoutFigure),
            Blank(typed.Description) ? ProposalRefusals.DescriptionMissing : Short(typed.Description!, nameof(typed.Description)),
            Blank(typed.Name) ? ProposalRefusals.NameMissing : null,
            Blank(typed.Email) ? ProposalRefusals.EmailMissing : EmailAddresses.Normalise(typed.Email).Refusal,
            Blank(typed.Phone) ? ProposalRefusals.PhoneMissing : IsPhone(typed.Phone!) ? null : ProposalRefusals.PhoneMalformed,
            Blank(typed.Company) ? ProposalRefusals.CompanyMissing : null,
            Blank(typed.Country) || Countries.NameOf(typed.Country!) is null ? ProposalRefusals.CountryMissing : null,
        }.OfType<Refusal>()).DistinctBy(refusal => refusal.Field),
    ];

    internal static Refusal? Check(InvitationDraft typed) =>
        Blank(typed.InviteeName) ? ProposalRefusals.InviteeNameMissing
        : Line(typed.InviteeName, nameof(typed.InviteeName), LongestName) ?? (Blank(typed.InviteeEmail) ? ProposalRefusals.InviteeEmailMissing : EmailAddresses.Normalise(typed.InviteeEmail).Refusal is { } no ? no with { Field = nameof(typed.InviteeEmail) } : null);

    internal static Refusal? Check(AcceptanceDraft typed) =>
        Blank(typed.Name) ? ProposalRefusals.NameMissing
        : Line(typed.Name, nameof(typed.Name), LongestName) ?? (Blank(typed.Company) ? ProposalRefusals.CompanyMissing : null)
            ?? Line(typed.Company, nameof(typed.Company), LongestCompany)
            ?? (Blank(typed.Country) || Countries.NameOf(typed.Country!) is null ? ProposalRefusals.CountryMissing : null);

    /// <summary>As it is kept: trimmed and composed; empty for nothing.</summary>
    internal static string Kept(string? typed) => PlainText.OrNull(typed) ?? "";

    private static bool Blank(string? typed) => string.IsNullOrWhiteSpace(typed);

    private static Refusal? Line(string? typed, string field, int most) => typed is null ? null
        : !PlainText.IsOneLine(typed.Trim()) ? ProposalRefusals.Unreadable(field)
        : Kept(typed).Length > most ? ProposalRefusals.TooLong(field, most) : null;

    private static Refusal? Text(string? typed, string field) => typed is null ? null
        : !PlainText.IsReadable(typed) ? ProposalRefusals.Unreadable(field)
        : Kept(typed).Length > LongestText ? ProposalRefusals.TooLong(field, LongestText) : null;

    private static Refusal? Short(string typed, string field) => Kept(typed).Length < ShortestText ? ProposalRefusals.TooShort(field, ShortestText) : null;

    private static bool IsPhone(string typed) =>
        typed.Count(char.IsAsciiDigit) is >= 6 and <= 20 && typed.Trim().All(c => char.IsAsciiDigit(c) || c is ' ' or '-' or '.' or '(' or ')' or '/' or '+');
}
