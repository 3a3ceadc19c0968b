using Expo.Core.Agenda;
using Expo.Core.Registration;

namespace Expo.Web.About;

/// <summary>What the privacy pages show: one version of the statement, and which others there are.</summary>
public sealed record PrivacyPageContent(Conference? Conference, PrivacyStatement? Shown, IReadOnlyList<PrivacyStatement> All, AccommodationTerms Terms)
{
    public bool IsInForce => Shown is not null && Shown.Version == All[0].Version;

    public PrivacyStatement? Before => All.FirstOrDefault(s => s.Version == Shown?.Version - 1);
}

/// <summary>Reads for the privacy pages.</summary>
public sealed class PrivacyReader(AgendaQueries agenda, PrivacyQueries privacy, AccommodationQueries accommodations)
{
    /// <param name="version">Null for the one in force.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<PrivacyPageContent> ReadAsync(int? version, CancellationToken ct)
    {
        if (await agenda.ConferenceAsync(ct) is not { } conference)
        {
            return new PrivacyPageContent(null, null, [], new AccommodationTerms(null, null));
        }

        var all = await privacy.VersionsAsync(conference.Id, ct);
        return new PrivacyPageContent(conference, version is null ? all.FirstOrDefault() : all.Find(s => s.Version == version), all, await accommodations.TermsAsync(conference.Id, ct));
    }
}
