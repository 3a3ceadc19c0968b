namespace Expo.Core.Agenda;

/// <summary>Something that a speaker has yet to give. In the order in which it is asked for.</summary>
public enum SpeakerLack
{
    Availability,

    /// <summary>Company, country or the text about the person.</summary>
    Profile,
    Portrait,

    /// <summary>Nothing was said yet on streaming, recording and publishing. A no is an answer.</summary>
    Consent,
    Deck,
}

/// <param name="Talk">The session that it is missing for.</param>
/// <param name="DueAt">End of the day until which it is asked for.</param>
public sealed record SpeakerGap(SpeakerLack What, Session Talk, DateTimeOffset DueAt)
{
    /// <summary>Given once for all talks.</summary>
    public bool IsAboutPerson => What is SpeakerLack.Availability or SpeakerLack.Profile or SpeakerLack.Portrait;

    /// <summary>Page on which it is given.</summary>
    public string Path => What switch
    {
        SpeakerLack.Availability => "/speaker/availability",
        SpeakerLack.Profile => "/speaker/profile",
        SpeakerLack.Portrait => "/speaker/profile#portrait",
        SpeakerLack.Consent => $"/speaker/sessions/{Talk.Slug}",
        _ => FormattableString.Invariant($"/speaker/decks/{Talk.Id}"),
    };

    /// <summary>For instance <c>Your portrait</c>.</summary>
    public string Name => What switch
    {
        SpeakerLack.Availability => "When you can speak",
        SpeakerLack.Profile => "Your company, country and a text about you",
        SpeakerLack.Portrait => "Your portrait",
        SpeakerLack.Consent => "Whether it may be streamed, recorded and published",
        _ => "Your deck",
    };
}

/// <summary>What is still missing: pure functions of what is known.</summary>
public static class SpeakerGaps
{
    /// <summary>Of one talk and one of its speakers, in the order of asking. Nothing is missing for a break, a cancelled session, or one that is over.</summary>
    /// <param name="hasTimes">The speaker has said when they can speak.</param>
    public static IReadOnlyList<SpeakerGap> Of(Speaker speaker, Session talk, SpeakerConsent? consent, bool hasDeck, bool hasTimes, Conference conference, SpeakerOptions days)
    {
        if (!talk.HasPage || talk.State is not (SessionState.Planned or SessionState.Live))
        {
            return [];
        }

        var time = EventTime.In(conference.WorkingTimeZone);
        var day = talk.IsPlaced ? time.Day(talk.StartsAt) : conference.FirstDay;
        SpeakerGap? Gap(bool isMissing, SpeakerLack what, int before) => isMissing ? new(what, talk, time.At(day.AddDays(-before), new TimeOnly(23, 59))) : null;
        SpeakerGap?[] found =
        [
            Gap(!hasTimes, SpeakerLack.Availability, days.AvailabilityDays),
            Gap(speaker.Biography.Length == 0 || speaker.Company.Length == 0 || speaker.Country.Length == 0, SpeakerLack.Profile, days.ProfileDays),
            Gap(speaker.PortraitId is null, SpeakerLack.Portrait, days.ProfileDays),
            Gap(consent is null, SpeakerLack.Consent, days.ConsentDays),
            Gap(!hasDeck && ProgrammeWarnings.NeedsDeck(talk), SpeakerLack.Deck, days.DeckDays),
        ];
        return [.. found.OfType<SpeakerGap>()];
    }

    /// <summary>What is about the person once, under its earliest date; then what is about each talk, in their order.</summary>
    public static IReadOnlyList<SpeakerGap> Merged(IEnumerable<SpeakerGap> gaps)
    {
        var all = gaps.ToList();
        return [.. all.Where(g => g.IsAboutPerson).GroupBy(g => g.What).OrderBy(g => g.Key).Select(g => g.MinBy(gap => gap.DueAt)!), .. all.Where(g => !g.IsAboutPerson)];
    }
}
