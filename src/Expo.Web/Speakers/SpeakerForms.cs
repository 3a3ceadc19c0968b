using Expo.Core.Agenda;

namespace Expo.Web.Speakers;

/// <summary>What the form of a profile posts. The fields are named as in <see cref="SpeakerProfile"/>, whose refusals name them.</summary>
public sealed class ProfileForm
{
    public string? Name { get; set; }

    public string? Company { get; set; }

    public string? Country { get; set; }

    public string? Biography { get; set; }

    public string? TimeZone { get; set; }

    /// <summary><see cref="SpeakerProfile.Stamp"/> of what was shown.</summary>
    public string? Seen { get; set; }

    /// <summary>In the order of the form.</summary>
    public static IReadOnlyList<string> Fields { get; } = [nameof(Name), nameof(Company), nameof(Country), nameof(TimeZone), nameof(Biography)];

    public SpeakerProfile Profile => new(Name ?? "", Company ?? "", Country ?? "", Biography ?? "", TimeZone);

    public static ProfileForm Of(Speaker speaker)
    {
        var profile = SpeakerProfile.Of(speaker);
        return new ProfileForm { Name = profile.Name, Company = profile.Company, Country = profile.Country, Biography = profile.Biography, TimeZone = profile.TimeZone, Seen = profile.Stamp };
    }
}
