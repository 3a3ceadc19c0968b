using System.Globalization;
using Expo.Core.Registration;

namespace Expo.Web.Registration;

/// <summary>What the register page posts. The fields are named as in <see cref="RegistrationRequest"/>, whose refusals name them.</summary>
public sealed class RegistrationForm
{
    /// <summary>The Enter key was pressed in a field, and no button.</summary>
    public const string Enter = "enter";

    /// <summary>A button that only shows the form anew, with everything typed, was pressed: for instance "Use the code". Or <see cref="Enter"/>.</summary>
    public string? Step { get; set; }

    /// <summary>The access code that the page had looked at when it was shown.</summary>
    public string? SeenCode { get; set; }

    public string? Place { get; set; }

    public string? AccessCode { get; set; }

    public string? Name { get; set; }

    public string? Email { get; set; }

    public string? Organisation { get; set; }

    public string? Country { get; set; }

    /// <summary>How many people in all, as text: what is not a number asks for nobody else.</summary>
    public string? People { get; set; }

    // What is not posted is set to null, whatever it was before.
    public List<CompanionForm>? Companions { get; set; }

    /// <summary>By the question's id.</summary>
    public Dictionary<string, string?>? Answers { get; set; }

    public string? AccessNeeds { get; set; }

    /// <summary>Id of the statement on the page, as text: what is not a number is none.</summary>
    public string? PrivacyStatement { get; set; }

    /// <summary>Look what the code opens. The Enter key does so as well, in whichever field, once for each code that is typed: it must not scold about fields that nobody has come to yet.</summary>
    public bool UsesCode => Step == "code" || (Step == Enter && !string.IsNullOrWhiteSpace(AccessCode) && AccessCode != SeenCode);

    /// <summary>Nothing is to be registered yet.</summary>
    public bool IsOnlyShown => UsesCode || Step is not (null or Enter);

    /// <summary>Rows for people who come along: as many as were asked for, and never fewer than were filled in.</summary>
    public int Rows
    {
        get
        {
            var asked = int.TryParse(People, NumberStyles.None, CultureInfo.InvariantCulture, out var people) ? Math.Clamp(people, 1, RegistrationRules.LargestParty) - 1 : 0;
            return Math.Max(asked, (Companions?.FindLastIndex(c => !c.IsEmpty) ?? -1) + 1);
        }
    }

    /// <summary>What stands in a row, counted from 0; empty in one that was not posted.</summary>
    public CompanionForm Companion(int row) => Companions?.ElementAtOrDefault(row) ?? new CompanionForm();

    /// <summary>What was answered to a question, or null.</summary>
    public string? Answer(int question) => Answers?.GetValueOrDefault(question.ToString(CultureInfo.InvariantCulture));

    public RegistrationRequest ToRequest() => new()
    {
        Place = Place,
        Name = Name,
        Email = Email,
        Organisation = Organisation,
        Country = Country,
        AccessNeeds = AccessNeeds,
        AccessCode = AccessCode,
        PrivacyStatement = int.TryParse(PrivacyStatement, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null,
        Answers = Answers,
        Companions = [.. (Companions ?? []).Select(c => new Companion(c.Name, c.Email))],
    };
}

/// <summary>One row of people who come along. A row that was left empty is nobody.</summary>
public sealed class CompanionForm
{
    public string? Name { get; set; }

    public string? Email { get; set; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(Name) && string.IsNullOrWhiteSpace(Email);
}
