using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Expo.Core.Tests.Mail;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Expo.Core.Tests.Registration;

/// <summary>Three released talks (yarn 9:00, isotopes 10:00, ports 11:00 in New York), people who star them, and the jobs that tell of changes.</summary>
internal sealed class StarDesk : IAsyncDisposable
{
    private static readonly Expo.Core.Accounts.Actor Organiser = RegistrationDesk.Organiser;

    /// <summary>On the day after the one that the clock stands at: nothing is over.</summary>
    public static readonly DateTimeOffset First = Samples.Opening.AddDays(1);

    private StarDesk(RegistrationDesk desk)
    {
        Desk = desk;
        Stars = new StarService(Store, Test.Clock);
        Queries = new StarQueries(Store, new AgendaQueries(Store), Test.Clock);
        Notices = new ChangeNotices(Store, new JobBell(), Test.Clock);
        Told = new NoticeQueries(Store, Test.Clock);
    }

    public RegistrationDesk Desk { get; }

    public TestStore Test => Desk.Test;

    public ExpoStore Store => Test.Store;

    public StarService Stars { get; }

    public StarQueries Queries { get; }

    public ChangeNotices Notices { get; }

    public NoticeQueries Told { get; }

    public static async Task<StarDesk> OpenAsync(DatabaseProvider provider, params string[] people)
    {
        var desk = new StarDesk(await RegistrationDesk.OpenAsync(provider));
        await desk.Test.AddAsync(Samples.Stage(), new Stage { ConferenceId = 1, Slug = "annex", Name = "Annex", Position = 1 });
        var lunch = Samples.Session("lunch", First.AddHours(3));
        lunch.Kind = SessionKind.Break;
        await desk.Test.AddAsync(Samples.Session("yarn", First), Samples.Session("isotopes", First.AddHours(1)), Samples.Session("ports", First.AddHours(2)), lunch);
        await desk.Desk.RegisterAsync(people);
        return desk;
    }

    public async Task StarAsync(string who, params string[] slugs)
    {
        foreach (var slug in slugs)
        {
            Assert.Null((await Stars.StarAsync(await Desk.CodeAsync(who), slug, default)).Refusal);
        }
    }

    /// <summary>For instance <c>yarn 1</c>: what somebody has starred and the release that is known of it.</summary>
    public Task<List<string>> StarsAsync(string who) => Store.ReadAsync(async db => (await db.SavedSessions
        .Where(s => db.Attendees.Any(a => a.Id == s.AttendeeId && a.Email == $"{who}@example.org"))
        .Join(db.Sessions, s => s.SessionId, x => x.Id, (s, x) => new { x.Id, x.Slug, s.KnownReleaseId }).OrderBy(s => s.Id).ToListAsync()).ConvertAll(s => $"{s.Slug} {s.KnownReleaseId}"));

    public async Task EditAsync(string slug, Action<Session> edit) => await Store.ChangeAsync<int>(
        async db =>
        {
            edit(await db.Sessions.Include(s => s.Speakers).SingleAsync(s => s.Slug == slug));
            return await db.SaveChangesAsync();
        },
        default);

    public Task MoveAsync(string slug, TimeSpan by) => EditAsync(slug, session => (session.StartsAt, session.EndsAt) = (session.StartsAt + by, session.EndsAt + by));

    public Task CancelAsync(string slug) => Store.ReadAsync(db => db.Sessions.Where(s => s.Slug == slug).ExecuteUpdateAsync(set => set.SetProperty(s => s.State, SessionState.Cancelled)));

    /// <summary>Releases as an organiser does.</summary>
    public async Task<Release> ReleaseAsync(string name)
    {
        var seen = (await new ReleaseQueries(Store, Test.Clock).PlanAsync(Organiser, 1, default)).Value;
        var result = await new ReleaseService(Store, new Feed<AgendaChanged>(), new JobBell(), Test.Clock).ReleaseAsync(Organiser, 1, new ReleaseDraft(name, "", seen.After, seen.Stamp), default);
        return result.Value;
    }

    public JobRunner Runner() => new(Store, [new ProgrammeReleasedHandler(Notices), new TellOfChangesHandler(Notices)], Test.Clock, NullLogger<JobRunner>.Instance);

    /// <summary>Does all jobs that are due.</summary>
    public async Task RunAsync()
    {
        var runner = Runner();
        while (await runner.RunOneAsync(default))
        {
        }

        Assert.Empty(await Store.ReadAsync(db => db.Jobs.Where(j => j.LastError != null).Select(j => j.LastError).ToListAsync()));
    }

    /// <summary>Lets the pause after a release pass and does what is due then.</summary>
    public async Task PassAsync(int minutes = 15)
    {
        await RunAsync();
        Test.Clock.Advance(TimeSpan.FromMinutes(minutes));
        await RunAsync();
    }

    /// <summary>For instance <c>ada yarn: Moved from …</c>, in the order of the notices.</summary>
    public Task<List<string>> NoticesAsync() => Store.ReadAsync(async db => (await db.ChangeNotices.OrderBy(n => n.AttendeeId).ThenBy(n => n.Id)
        .Select(n => new { Who = db.Attendees.Where(a => a.Id == n.AttendeeId).Select(a => a.Name).First(), Slug = db.Sessions.Where(s => s.Id == n.SessionId).Select(s => s.Slug).First(), n.Text }).ToListAsync())
        .ConvertAll(n => $"{n.Who.Replace("Person ", "", StringComparison.Ordinal)} {n.Slug}: {n.Text}"));

    public Task<List<OutboxLetter>> LettersAsync() => Store.ReadAsync(db => db.Outbox.AsNoTracking().Where(l => l.Template == ChangeLetterWriter.Template).OrderBy(l => l.Id).ToListAsync());

    public ChangeLetterWriter Writer() => new(Store, Options.Create(new MailOptions { From = "desk@expo.example", Site = "https://expo.example/" }));

    /// <summary>Sends what waits in the outbox, tickets too.</summary>
    public Task SendAsync(OutboxDesk.Mailbox mailbox) =>
        new OutboxRunner(Test.Factory, Store, [Writer(), new OutboxDesk.Writer()], mailbox, Options.Create(new MailOptions()), Test.Clock, NullLogger<OutboxRunner>.Instance).RunAsync(default);

    public ValueTask DisposeAsync() => Desk.DisposeAsync();
}
