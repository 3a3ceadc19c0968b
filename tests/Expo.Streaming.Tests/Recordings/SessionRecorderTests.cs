using System.Diagnostics;
using System.Net;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Data.Demo;
using Expo.Core.Jobs;
using Expo.Core.Publishing;
using Expo.Streaming.Recordings;
using Expo.Streaming.Tests.Running;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;

namespace Expo.Streaming.Tests.Recordings;

public sealed class SessionRecorderTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_that_ends_has_a_draft_within_ten_seconds_and_plays_once_it_is_published()
    {
        await using var host = await StreamHost.StartAsync(map: app => app.MapRecordings());
        var session = await AddAsync(host);
        await using var encoder = new TestEncoder(host.Port);
        await host.SegmentsAsync(1);
        Assert.False((await host.Get<AgendaService>().GoLiveAsync(Actor.System, session, Ct)).IsRefused);
        await host.SegmentsAsync(4);
        Assert.False((await host.Get<AgendaService>().EndAsync(Actor.System, session, Ct)).IsRefused);

        var watch = Stopwatch.StartNew();
        Assert.True(await host.Get<JobRunner>().RunOneAsync(Ct));
        var draft = await RecordingAsync(host);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));

        // Which key frame a cut begins at is proved elsewhere; here dates may lag while the machine is busy.
        var ended = (await host.Get<AgendaQueries>().SessionAsync(session, Ct))!;
        Assert.InRange(ended.WentLiveAt!.Value - draft.CutFrom, TimeSpan.FromMilliseconds(-200), TimeSpan.FromSeconds(10));
        Assert.InRange(draft.CutTo - ended.EndedAt!.Value, TimeSpan.FromMilliseconds(-200), TimeSpan.FromMilliseconds(400));
        Assert.InRange((draft.CutTo - draft.CutFrom - draft.Duration).TotalMilliseconds, -2, 2);

        var address = host.Url(RecordingEndpoints.MediaUrl(draft.Slug, draft.CutNumber));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(host, address));
        Assert.False((await host.Get<PublishingService>().PublishRecordingAsync(Actor.System, draft.Id, Ct)).IsRefused);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, address));
        Assert.Equal("", await Tool.DecodeAsync(address, "-v", "error"));
        Assert.False((await host.Get<PublishingService>().WithdrawRecordingAsync(Actor.System, draft.Id, Ct)).IsRefused);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(host, address));
    }

    [Fact]
    public async Task What_was_sent_until_the_host_was_killed_is_in_the_recording()
    {
        await using var host = await StreamHost.StartAsync();
        var session = await AddAsync(host);
        await using var encoder = new TestEncoder(host.Port);
        await host.SegmentsAsync(1);
        Assert.False((await host.Get<AgendaService>().GoLiveAsync(Actor.System, session, Ct)).IsRefused);
        await host.SegmentsAsync(3);

        // Its files as they are now, in the middle of writing, are what a killed process leaves. Only the database, which is several files
        // that belong together, is asked for a copy.
        var reached = host.Get<Archive>().ReachedAt("main");
        await host.Get<Archive>().FlushAsync("main", Ct);
        var left = System.IO.Directory.CreateTempSubdirectory("expo-killed-");
        Assert.Equal(0, (await Tool.RunAsync("cp", "-a", Path.Combine(host.Directory, "media"), left.FullName)).Code);
        await host.Get<ExpoStore>().ReadAsync(db => db.Database.ExecuteSqlAsync($"VACUUM INTO {Path.Combine(left.FullName, "expo.db")}", Ct));
        await using var next = await StreamHost.StartAsync(new() { ["Streaming:Enabled"] = "false" }, left.FullName);
        Assert.False((await next.Get<AgendaService>().EndAsync(Actor.System, session, Ct)).IsRefused);
        Assert.True(await next.Get<JobRunner>().RunOneAsync(Ct));

        var draft = await RecordingAsync(next);
        var live = (await next.Get<AgendaQueries>().SessionAsync(session, Ct))!.WentLiveAt!.Value;
        Assert.InRange(live - draft.CutFrom, TimeSpan.FromMilliseconds(-200), TimeSpan.FromSeconds(10));
        Assert.True(draft.CutTo > reached - TimeSpan.FromMilliseconds(700), $"{reached - draft.CutTo} before the kill are not there.");
        left.Delete(recursive: true);
    }

    [Fact]
    public async Task The_same_job_done_twice_leaves_one_recording_with_the_same_cut()
    {
        await using var host = await StreamHost.StartAsync(new() { ["Streaming:Enabled"] = "false" });
        var session = await AddAsync(host);
        await host.Get<AgendaService>().GoLiveAsync(Actor.System, session, Ct);
        var live = (await host.Get<AgendaQueries>().SessionAsync(session, Ct))!.WentLiveAt!.Value;
        await host.Get<SyntheticClip>().RecordAsync("main", live, TimeSpan.FromSeconds(4), Ct);
        await host.Get<AgendaService>().EndAsync(Actor.System, session, Ct);

        var job = Job.For(new SessionEnded(session), live);
        await host.Get<SessionRecorder>().HandleAsync(job, Ct);
        var first = await RecordingAsync(host);
        await host.Get<SessionRecorder>().HandleAsync(job, Ct);
        var second = await RecordingAsync(host);

        Assert.Equal((first.Id, 1, first.Manifest), (second.Id, second.CutNumber, second.Manifest));
    }

    [Fact]
    public async Task A_session_without_a_stream_leaves_an_empty_draft_that_cannot_be_published()
    {
        await using var host = await StreamHost.StartAsync(new() { ["Streaming:Enabled"] = "false" });
        var session = await AddAsync(host);
        await host.Get<AgendaService>().GoLiveAsync(Actor.System, session, Ct);
        await host.Get<AgendaService>().EndAsync(Actor.System, session, Ct);

        Assert.True(await host.Get<JobRunner>().RunOneAsync(Ct));

        var draft = await RecordingAsync(host);
        Assert.Equal(0, draft.DurationMs);
        Assert.Equal(PublishingRefusals.NothingToPlay, (await host.Get<PublishingService>().PublishRecordingAsync(Actor.System, draft.Id, Ct)).Refusal);
    }

    [Fact]
    public async Task A_demo_session_that_is_over_has_a_published_recording()
    {
        await using var host = await StreamHost.StartAsync(new() { ["Streaming:Enabled"] = "false" });
        var session = await AddAsync(host, lasted: TimeSpan.FromSeconds(3));

        await using (var db = host.Get<ExpoDbFactory>().CreateDbContext())
        {
            // Twice, as after a worker that died: the clip must not be in the archive twice.
            db.Jobs.AddRange(Job.For(new RecordDemoSessions([session]), Samples.Opening), Job.For(new RecordDemoSessions([session]), Samples.Opening));
            await db.SaveChangesAsync(Ct);
        }

        await AllJobsAsync(host);

        var recording = await RecordingAsync(host);
        Assert.Equal(RecordingState.Published, recording.State);
        Assert.InRange(recording.Duration.TotalSeconds, 2.5, 3.5);
    }

    [Fact]
    public async Task What_an_organiser_ends_does_not_wait_for_the_demo_s_recordings()
    {
        await using var host = await StreamHost.StartAsync(new() { ["Streaming:Enabled"] = "false" });
        var session = await AddAsync(host, lasted: TimeSpan.FromSeconds(1));
        await using (var db = host.Get<ExpoDbFactory>().CreateDbContext())
        {
            db.Jobs.Add(Job.For(new RecordDemoSessions([session, session, session]), Samples.Opening));
            await db.SaveChangesAsync(Ct);
        }

        Assert.True(await host.Get<JobRunner>().RunOneAsync(Ct));

        // One demo session at a time, and what it leaves stands behind whatever is due by then.
        var left = await LeftAsync(host);
        Assert.Equal([nameof(SessionEnded), nameof(PublishDemoSession), nameof(RecordDemoSessions)], left.Select(j => j.Kind));
        Assert.Equal($$"""{"SessionIds":[{{session}},{{session}}]}""", left[^1].Payload);

        // Published only when the recording has been cut: whatever fails is said as a fault.
        Assert.Equal(TimeSpan.FromSeconds(5), left[1].DueAt - left[1].CreatedAt);
    }

    [Fact]
    public async Task A_demo_session_that_fails_does_not_keep_the_others_from_their_recordings()
    {
        using var ffmpeg = await FakeFfmpeg.CreateAsync("exit 1");
        await using var host = await StreamHost.StartAsync(new() { ["Streaming:Enabled"] = "false", ["Streaming:FfmpegPath"] = ffmpeg.Path });
        var session = await AddAsync(host, lasted: TimeSpan.FromSeconds(1));
        var first = Job.For(new RecordDemoSessions([session, 8, 9]), Samples.Opening);
        var recorder = host.Get<IEnumerable<IJobHandler>>().Single(h => h.Kind == first.Kind);

        first.Attempts = 1;
        await Assert.ThrowsAsync<InvalidOperationException>(() => recorder.HandleAsync(first, Ct));
        Assert.Empty(await LeftAsync(host));
        first.Attempts = 2;
        await recorder.HandleAsync(first, Ct);

        Assert.Equal(
            [($$"""{"SessionIds":[{{session}}]}""", 60), ("""{"SessionIds":[8,9]}""", 0)],
            (await LeftAsync(host)).Select(j => (j.Payload, (int)(j.DueAt - j.CreatedAt).TotalSeconds)));
    }

    internal static async Task<int> AddAsync(StreamHost host, TimeSpan? lasted = null)
    {
        await using var db = host.Get<ExpoDbFactory>().CreateDbContext();
        var session = Samples.Session();
        var row = db.Add(session);
        if (lasted is not null)
        {
            row.Property(s => s.State).CurrentValue = SessionState.Ended;
            row.Property(s => s.WentLiveAt).CurrentValue = Samples.Opening;
            row.Property(s => s.EndedAt).CurrentValue = Samples.Opening + lasted;
        }

        await db.SaveChangesAsync(Ct);
        await host.Get<ExpoStore>().ReleaseAsync();
        return session.Id;
    }

    /// <summary>Does what is left, also what is due a little later.</summary>
    internal static Task AllJobsAsync(StreamHost host) => Until.TrueAsync(
        async () => !await host.Get<JobRunner>().RunOneAsync(Ct) && (await LeftAsync(host)).Count == 0, "all jobs are done");

    private static Task<List<Job>> LeftAsync(StreamHost host) =>
        host.Get<ExpoStore>().ReadAsync(db => db.Jobs.AsNoTracking().Where(j => j.DoneAt == null).OrderBy(j => j.Id).ToListAsync(Ct));

    private static Task<Recording> RecordingAsync(StreamHost host) =>
        host.Get<ExpoStore>().ReadAsync(db => db.Recordings.AsNoTracking().SingleAsync(Ct));

    private static async Task<HttpStatusCode> StatusAsync(StreamHost host, string address)
    {
        using var answer = await host.Client.GetAsync(address, Ct);
        return answer.StatusCode;
    }
}
