using Expo.Core.Agenda;
using Expo.Testing;

namespace Expo.Core.Tests.Agenda;

public sealed class ReleasePlanTests
{
    private const string Zone = "America/New_York";

    private static readonly DateTimeOffset Now = Samples.Opening.AddDays(-7);

    private static readonly EventTime Washington = EventTime.In(Zone);

    public static TheoryData<string, ReleaseChange, string> Edits => new()
    {
        { "later", ReleaseChange.Moved, "Moved from 14 March 2023, 09:00 EDT, to 10:00 EDT." },
        { "next day", ReleaseChange.Moved, "Moved from 14 March 2023, 09:00 EDT, to 15 March 2023, 09:00 EDT." },
        { "longer", ReleaseChange.Moved, "Ends at 09:45 EDT and not at 09:25 EDT; it still begins 14 March 2023, 09:00 EDT." },
        { "stage", ReleaseChange.Moved, "Moved from Main stage to Annex; the time is the same, 14 March 2023, 09:00 EDT." },
        { "title", ReleaseChange.Reworded, "Was called “Talk isotopes”." },
        { "summary", ReleaseChange.Reworded, "The description is another." },
        { "speaker", ReleaseChange.Reworded, "Given by Ada Weaver, Bo Spinner now." },
        { "stage name", ReleaseChange.Reworded, "The stage is called Great hall now." },
        { "unplaced", ReleaseChange.Cancelled, "Was planned for 14 March 2023, 09:00 EDT, Main stage." },
    };

    [Theory, MemberData(nameof(Edits))]
    public void Each_kind_of_edit_is_told_in_plain_words_and_raises_what_calendars_count(string edit, ReleaseChange expected, string words)
    {
        var last = Frozen(Session());

        var plan = ReleasePlan.Of(last, [Edited(edit)], Zone, Now);

        var change = Assert.Single(plan.Changes);
        Assert.Equal((expected, words), (change.Change, ReleaseWords.Of(change, Washington, Washington)));
        Assert.Equal((last.Sessions[0].Revision + 1, Now), (change.After.Revision, change.After.ChangedAt));
    }

    [Fact]
    public void What_no_calendar_holds_raises_nothing()
    {
        var last = Frozen(Session());
        var session = Session();
        session.Revision = 40;
        session.ChangedAt = Now;
        session.Speakers[0].Biography = "Another life.";

        var plan = ReleasePlan.Of(last, [session], Zone, Now);

        Assert.Equal((0, 0, Samples.Opening.AddDays(-30)), (plan.Changes.Count, plan.Sessions[0].Revision, plan.Sessions[0].ChangedAt));
        Assert.Equal(["Ada Weaver"], plan.ChangedSpeakers.Select(s => s.Name));
        Assert.False(plan.ChangesNothing);
    }

    [Fact]
    public void The_same_working_copy_again_changes_nothing_and_two_plans_of_it_have_one_stamp()
    {
        var last = Frozen(Session());

        var plan = ReleasePlan.Of(last, [Session()], Zone, Now);

        Assert.True(plan.ChangesNothing);
        Assert.Equal(plan.Stamp, ReleasePlan.Of(last, [Session()], Zone, Now.AddHours(1)).Stamp);
        Assert.NotEqual(plan.Stamp, ReleasePlan.Of(last, [Edited("title")], Zone, Now).Stamp);
    }

    [Fact]
    public void A_cancelled_session_stays_without_news_and_is_new_when_it_comes_back()
    {
        var cancelled = Next(Frozen(Session()), Edited("unplaced"));

        var still = Next(cancelled, Edited("unplaced"));
        var back = ReleasePlan.Of(still, [Edited("later")], Zone, Now);

        Assert.Equal((true, ReleaseChange.None, 1), (still.Sessions[0].IsCancelled, still.Sessions[0].Change, still.Sessions[0].Revision));
        Assert.Equal((false, ReleaseChange.New, 2), (back.Sessions[0].IsCancelled, back.Sessions[0].Change, back.Sessions[0].Revision));
        Assert.Equal("Back in the program: 14 March 2023, 10:00 EDT, Main stage.", ReleaseWords.Of(back.Changes[0], Washington, Washington));
    }

    [Fact]
    public void A_new_zone_at_the_same_instants_reaches_calendars_and_moves_nothing()
    {
        var plan = ReleasePlan.Of(Frozen(Session()), [Session()], "America/Toronto", Now);

        Assert.True(plan.HasNewZone);
        Assert.Empty(plan.Changes);
        Assert.Equal(1, plan.Sessions[0].Revision);
    }

    private static Release Frozen(Session session) => Release(ReleasePlan.Of(null, [session], Zone, Samples.Opening.AddDays(-30)));

    private static Release Next(Release last, Session session) => Release(ReleasePlan.Of(last, [session], Zone, Now));

    private static Release Release(ReleasePlan plan) =>
        new() { Number = plan.After + 1, Name = "R", ReleasedBy = "Ona", TimeZone = plan.TimeZone, Sessions = [.. plan.Sessions], Speakers = [.. plan.Speakers] };

    private static Session Session(int id = 1, string stage = "Main stage", int stageId = 1) => new()
    {
        Id = id, ConferenceId = 1, StageId = stageId, Stage = new Stage { Id = stageId, Slug = stage, Name = stage }, Slug = "isotopes", Title = "Talk isotopes",
        StartsAt = Samples.Opening, EndsAt = Samples.Opening.AddMinutes(25), Speakers = [Person(1, "Ada Weaver")],
    };

    private static Speaker Person(int id, string name) => new() { Id = id, Slug = $"p{id}", Name = name, Company = "Garnwerk GmbH", Country = "Germany" };

    private static Session Edited(string edit)
    {
        var session = edit switch { "stage" => Session(stage: "Annex", stageId: 2), "stage name" => Session(stage: "Great hall"), _ => Session() };
        var by = edit switch { "later" => TimeSpan.FromHours(1), "next day" => TimeSpan.FromDays(1), _ => TimeSpan.Zero };
        session.StartsAt += by;
        session.EndsAt += edit == "longer" ? TimeSpan.FromMinutes(20) : by;
        session.Title = edit == "title" ? "Isotopes, and what they prove" : session.Title;
        session.Summary = edit == "summary" ? "Another one." : session.Summary;
        session.IsPlaced = edit != "unplaced";
        if (edit == "speaker")
        {
            session.Speakers.Add(Person(2, "Bo Spinner"));
        }

        return session;
    }
}
