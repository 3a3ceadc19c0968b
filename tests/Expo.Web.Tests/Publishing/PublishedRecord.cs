using System.Collections.Immutable;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Publishing;
using Expo.Core.Questions;
using Expo.Streaming.Recordings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Publishing;

/// <summary>Puts sessions of the demo, which are over, into the record: with a cut of two encoder runs and a gap between them.</summary>
internal sealed class PublishedRecord(ExpoFactory site)
{
    public static readonly Actor Organiser = new() { Name = "Ona Organiser", IsOrganiser = true, IsModerator = true };

    public PublishingService Recordings => site.Services.GetRequiredService<PublishingService>();

    public FaqService Faq => site.Services.GetRequiredService<FaqService>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The first <paramref name="count"/> sessions that are over.</summary>
    public Task<List<Session>> OverAsync(int count) => site.Store.ReadAsync(db => db.Sessions.Where(s => s.State == SessionState.Ended).OrderBy(s => s.StartsAt).Take(count).ToListAsync(Ct));

    /// <summary>20 s from the start of the session, 30 s without an encoder, 40 s more.</summary>
    public async Task<Recording> AttachAsync(Session session)
    {
        var start = session.WentLiveAt!.Value;
        var cut = new RecordingCut(
            "main", start, start.AddSeconds(90),
            [new CutSpan("a", start, TimeSpan.FromSeconds(20)), new CutSpan("b", start.AddSeconds(50), TimeSpan.FromSeconds(40))],
            [new CutRendition("540p", "avc1.64001f,mp4a.40.2", 960, 540, 25, 900_000, 800_000, [File(2_000_000), File(4_000_000)])]);
        return (await Recordings.AttachAsync(Organiser, session.Id, "main", cut.From, cut.To, (long)cut.Duration.TotalMilliseconds, cut.ToJson(), Ct)).Value;
    }

    public async Task<Recording> PublishAsync(Session session) =>
        (await Recordings.PublishRecordingAsync(Organiser, (await AttachAsync(session)).Id, Ct)).Value;

    /// <summary>A question of the session that was answered live that many seconds after its start.</summary>
    public async Task<Question> AnsweredAsync(Session session, string text, int second)
    {
        var start = session.WentLiveAt!.Value;
        var question = new Question
        {
            SessionId = session.Id, Text = text, OriginalText = "pls tell: " + text, AskedBy = "Wei-Lin Harrow", AskerKey = "secret-key-of-the-asker", State = QuestionState.Answered, Votes = 86,
            AskedAt = start.AddSeconds(2), EditedAt = start.AddSeconds(3), AnsweredAt = start.AddSeconds(second), AnsweredLive = true, AnsweredBy = "Ingrid Solvang",
        };
        await site.Store.ChangeAsync<Expo.Core.Done>(db =>
        {
            db.Questions.Add(question);
            return Task.FromResult<Expo.Core.Result<Expo.Core.Done>>(Expo.Core.Done.It);
        }, Ct);
        return question;
    }

    /// <summary>Writes up a question with this answer and publishes it.</summary>
    public async Task<FaqEntry> WriteUpAsync(Question question, string answer)
    {
        var entry = (await Faq.DraftAsync(Organiser, question.Id, Ct)).Value;
        await Faq.EditAsync(Organiser, entry.Id, entry.Edit, new FaqText(question.Text, answer, "Cotton"), Ct);
        return (await Faq.PublishAsync(Organiser, entry.Id, entry.Edit + 1, Ct)).Value;
    }

    private static CutFile File(long length) => new(1_000, 0, length, ImmutableArray.Create(new CutSegment(length, TimeSpan.FromSeconds(20))));
}
