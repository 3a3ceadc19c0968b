using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Questions;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Data.Demo;

/// <summary>What the demo's viewers ask: in sessions that are over, with answers; in the live one, through the same service as everybody.</summary>
public sealed class DemoQuestions(ExpoStore store, QuestionService questions)
{
    private sealed record Asked(string? By, string Text, int Votes);

    private sealed record Answered(string? By, string Wording, string Edited, string Answer, int AnsweredAtSecond, int Votes);

    private static readonly IReadOnlyList<Asked> ToTheLiveSession =
    [
        new("Wei-Lin Harrow", "How long does one shipment wait while this is done?", 9),
        new(null, "What does it cost for a company that imports four containers a year?", 6),
        new("Tariq Bellweather", "Do blends from several countries still give an answer that one can use?", 4),
        new("Odalys Finnegan-Wu", "Is the method published, so that somebody else can repeat it?", 0),
    ];

    private static readonly Dictionary<string, IReadOnlyList<Answered>> ToSessionsThatAreOver = new()
    {
        ["keynote-what-a-label-cannot-say"] =
        [
            new("Priya Ramanathan-Lowe", "great talk!! so is there ANY certificate that you would still trust and why", "Is there a certificate that you would still trust?", "One that says **who was asked, how, and by whom**, and that names what it did not look at. A certificate that covers a building and not the people in it answers another question.", 21, 12),
            new(null, "How do you know that people told you the truth in interviews if the boss can find out", "How do you know that interviews can be trusted?", "Never from one interview. We look for the same fact told independently:\n\n- by people who left,\n- by people who stayed,\n- by a record that neither of them made.", 38, 7),
        ],
        ["one-spool-of-yarn"] =
        [
            new("Marisol Thornebury", "Who keeps the yarn samples and for how long pls?", "Who keeps the yarn samples, and for how long?", "Each mill keeps two metres of every lot for **seven years**. A second sample lies with us, sealed, so that either side can ask for a comparison.", 17, 8),
            new("Lars-Göran Wikander", "Can a mill take part without showing its prices to its competitors?", "Can a mill take part without showing its prices?", "Yes. Prices are not part of the record. Weights, lots and dates are, and those must add up from one mill to the next.", 33, 5),
        ],
    };

    /// <summary>Adds the answered questions of sessions that are over. Part of laying the demo, in its transaction.</summary>
    internal static async Task AddAnsweredAsync(ExpoDb db, Session session, CancellationToken ct)
    {
        if (session is not { State: SessionState.Ended, WentLiveAt: { } start } || !ToSessionsThatAreOver.TryGetValue(session.Slug, out var answered))
        {
            return;
        }

        foreach (var (asked, index) in answered.Select((a, i) => (a, i)))
        {
            var question = new Question
            {
                SessionId = session.Id,
                Text = asked.Edited,
                OriginalText = asked.Wording,
                AskedBy = asked.By,
                AskerKey = $"demo-asker-{session.Id}-{index}",
                State = QuestionState.Answered,
                Votes = asked.Votes,
                AskedAt = start.AddSeconds(4 + index),
                EditedAt = start.AddSeconds(8 + index),
                ApprovedAt = start.AddSeconds(9 + index),
                AnsweredAt = start.AddSeconds(asked.AnsweredAtSecond),
                AnswerText = asked.Answer,
                AnsweredBy = session.Speakers[0].Name,
                AnsweredLive = true,
                Version = 4,
            };
            db.Questions.Add(question);
            await db.SaveChangesAsync(ct);
            db.QuestionVotes.AddRange(Enumerable.Range(0, asked.Votes).Select(v => new QuestionVote { QuestionId = question.Id, VoterKey = $"demo-voter-{v}", At = question.ApprovedAt.Value }));
        }
    }

    /// <summary>Asks in the live session: three are approved and have votes, one waits for the moderator.</summary>
    public async Task AskInTheLiveSessionAsync(CancellationToken ct)
    {
        var live = await store.ReadAsync(db => db.Sessions.Where(s => s.State == SessionState.Live).Select(s => (int?)s.Id).FirstOrDefaultAsync(ct));
        if (live is not { } sessionId)
        {
            return;
        }

        foreach (var (asked, index) in ToTheLiveSession.Select((a, i) => (a, i)))
        {
            var question = (await questions.AskAsync($"demo-asker-{index}", new NewQuestion(sessionId, asked.Text, asked.By), ct)).Value;
            if (asked.Votes == 0)
            {
                continue;
            }

            question = (await questions.ApproveAsync(Actor.System, question.Id, question.Version, ct)).Value;
            for (var voter = 0; voter < asked.Votes; voter++)
            {
                await questions.VoteAsync($"demo-voter-{voter}", sessionId, question.Id, ct);
            }
        }
    }
}
