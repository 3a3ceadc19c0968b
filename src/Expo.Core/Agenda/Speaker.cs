namespace Expo.Core.Agenda;

/// <summary>Somebody who gives a session. Country is the English name, as printed.</summary>
public sealed class Speaker
{
    public int Id { get; init; }

    public int ConferenceId { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; set; }

    public required string Company { get; set; }

    public required string Country { get; set; }

    public string Biography { get; set; } = "";

    /// <summary>The account that may open the speaker's desk for this person, if there is one.</summary>
    public int? AccountId { get; set; }

    /// <summary>Where letters about their sessions go.</summary>
    public string? Email { get; set; }

    /// <summary>IANA zone that the speaker wants times in; null: the event's.</summary>
    public string? TimeZone { get; set; }

    public Guid? PortraitId { get; set; }

    public List<Session> Sessions { get; init; } = [];

    /// <summary>A speaker as the public sees them: without account, address and zone.</summary>
    internal static Speaker Of(ReleasedSpeaker row, int conferenceId) => new()
    {
        Id = row.SpeakerId, ConferenceId = conferenceId, Slug = row.Slug, Name = row.Name, Company = row.Company, Country = row.Country, Biography = row.Biography, PortraitId = row.PortraitId,
    };
}
