namespace Expo.Core.Registration;

/// <summary>A privacy statement before it is published: the four things that the Privacy Act asks for (5 U.S.C. 552a(e)(3)).</summary>
public sealed record StatementDraft(string? Authority, string? Purpose, string? RoutineUses, string? Disclosure)
{
    public const int LongestPart = 2000;

    /// <summary>The parts in their order: name of the field, heading, words for a sentence, text.</summary>
    public IEnumerable<(string Field, string Heading, string Words, string? Text)> Parts =>
    [
        (nameof(Authority), "Authority", "authority that allows the collection", Authority),
        (nameof(Purpose), "Purpose", "purpose", Purpose),
        (nameof(RoutineUses), "Routine uses", "routine uses", RoutineUses),
        (nameof(Disclosure), "Voluntary or not", "words on whether answering is voluntary, and what happens without it", Disclosure),
    ];

    public static StatementDraft Of(PrivacyStatement statement) => new(statement.Authority, statement.Purpose, statement.RoutineUses, statement.Disclosure);

    /// <summary>Null when it can be published.</summary>
    public Refusal? Check()
    {
        foreach (var (field, _, words, text) in Parts)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                return PrivacyRefusals.PartMissing(field, words);
            }

            if (text.Length > LongestPart)
            {
                return PrivacyRefusals.PartTooLong(field);
            }

            if (!PlainText.IsReadable(text))
            {
                return PrivacyRefusals.PartUnreadable(field);
            }
        }

        return null;
    }

    internal PrivacyStatement ToStatement(int conferenceId, int version, DateTimeOffset now) => new()
    {
        ConferenceId = conferenceId,
        Version = version,
        Authority = PlainText.OrNull(Authority)!,
        Purpose = PlainText.OrNull(Purpose)!,
        RoutineUses = PlainText.OrNull(RoutineUses)!,
        Disclosure = PlainText.OrNull(Disclosure)!,
        PublishedAt = now,
    };
}
