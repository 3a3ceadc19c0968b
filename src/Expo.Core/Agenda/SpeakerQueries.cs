using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Agenda;

/// <summary>Whom the list shows.</summary>
public enum SpeakerShow
{
    All,
    MissingSomething,
    Availability,
    Profile,
    Portrait,
    Consent,
    Deck,

    /// <summary>Letters cannot reach them.</summary>
    NoAddress,

    /// <summary>They cannot open their desk.</summary>
    NoAccount,

    /// <summary>They were asked to speak at a time that they did not give, or at night.</summary>
    BadTime,
}

/// <summary>One page of speakers by name, how many are found, and how many each choice would find.</summary>
public sealed record SpeakerList(IReadOnlyList<SpeakerSheet> Speakers, int Total, IReadOnlyDictionary<SpeakerShow, int> Counts);

/// <summary>Reads of speakers for their own desk and for organisers. What it returns is detached.</summary>
public sealed class SpeakerQueries(ExpoStore store, IOptions<SpeakerOptions> options)
{
    /// <summary>Who the person is as a speaker of this site's event; usually one, or nobody.</summary>
    public Task<IReadOnlyList<SpeakerSheet>> MineAsync(Actor by, CancellationToken ct) => store.ReadAsync<IReadOnlyList<SpeakerSheet>>(async db =>
        by.AccountId is { } account && await ConferenceAsync(db, ct) is { } conference ? await SpeakerReader.ReadAsync(db, conference, db.Speakers.Where(s => s.AccountId == account), options.Value, ct) : []);

    /// <summary>One speaker, for an organiser.</summary>
    public Task<Result<SpeakerSheet>> OneAsync(Actor by, string slug, CancellationToken ct) => store.ReadAsync<Result<SpeakerSheet>>(async db =>
        !by.IsOrganiser ? SpeakerRefusals.NotOrganiser
        : await ConferenceAsync(db, ct) is { } conference && (await SpeakerReader.ReadAsync(db, conference, db.Speakers.Where(s => s.Slug == slug), options.Value, ct)) is [var sheet] ? sheet
        : SpeakerRefusals.Unknown);

    /// <param name="by">An organiser.</param>
    /// <param name="conferenceId">Of this event.</param>
    /// <param name="text">Part of a name, company, address or title; null for all.</param>
    /// <param name="show">Which of those.</param>
    /// <param name="skip">How many to leave out at the beginning.</param>
    /// <param name="take">At most this many.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<Result<SpeakerList>> ListAsync(Actor by, int conferenceId, string? text, SpeakerShow show, int skip, int take, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return SpeakerRefusals.NotOrganiser;
        }

        // An event has a few hundred speakers at most, and what is missing is no column that a database could filter by.
        var all = await store.ReadAsync(async db => await db.Conferences.AsNoTracking().FirstOrDefaultAsync(c => c.Id == conferenceId, ct) is { } conference
            ? await SpeakerReader.ReadAsync(db, conference, db.Speakers, options.Value, ct)
            : []);
        var found = all.FindAll(s => string.IsNullOrWhiteSpace(text) || Has(s, text.Trim()));
        var shown = found.FindAll(s => IsIn(s, show));
        return new SpeakerList([.. shown.Skip(skip).Take(take)], shown.Count, Enum.GetValues<SpeakerShow>().ToDictionary(s => s, s => found.Count(sheet => IsIn(sheet, s))));
    }

    /// <summary>The portrait that the public sees: of the last release.</summary>
    public Task<StoredFile?> PublicPortraitAsync(string slug, CancellationToken ct) => store.ReadAsync(async db =>
        await ConferenceAsync(db, ct) is { } conference
        && await db.Releases.Current(conference.Id).SelectMany(r => r.Speakers).Where(s => s.Slug == slug).Select(s => s.PortraitId).FirstOrDefaultAsync(ct) is { } portrait
            ? await db.Files.AsNoTracking().FirstOrDefaultAsync(f => f.Id == portrait && f.State == FileState.Accepted, ct)
            : null);

    /// <summary>The portrait as it is now, for the speaker and organisers.</summary>
    public Task<StoredFile?> PortraitAsync(Actor by, int speakerId, CancellationToken ct) => store.ReadAsync(async db =>
        await db.Speakers.Of(by).Where(s => s.Id == speakerId).Select(s => s.PortraitId).FirstOrDefaultAsync(ct) is { } portrait
            ? await db.Files.AsNoTracking().FirstOrDefaultAsync(f => f.Id == portrait && f.State == FileState.Accepted, ct)
            : null);

    private static Task<Conference?> ConferenceAsync(ExpoDb db, CancellationToken ct) => db.Conferences.AsNoTracking().LastFirst().FirstOrDefaultAsync(ct);

    private static bool Has(SpeakerSheet sheet, string text) =>
        new[] { sheet.Speaker.Name, sheet.Speaker.Company, sheet.Speaker.Country, sheet.Speaker.Email, sheet.AccountEmail }.Concat(sheet.Talks.Select(t => t.Session.Title))
            .Any(part => part?.Contains(text, StringComparison.OrdinalIgnoreCase) == true);

    private static bool IsIn(SpeakerSheet sheet, SpeakerShow show) => show switch
    {
        SpeakerShow.All => true,
        SpeakerShow.MissingSomething => sheet.Gaps.Count > 0,
        SpeakerShow.NoAddress => sheet.Speaker.Email is null && sheet.AccountEmail is null,
        SpeakerShow.NoAccount => sheet.Speaker.AccountId is null,
        SpeakerShow.BadTime => sheet.Talks.Any(t => t.IsAway || t.NightZone is not null),
        _ => sheet.Gaps.Any(g => g.What == Enum.Parse<SpeakerLack>(show.ToString())),
    };
}
