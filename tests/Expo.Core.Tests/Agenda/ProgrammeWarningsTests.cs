using Expo.Core.Agenda;
using Expo.Testing;

namespace Expo.Core.Tests.Agenda;

public sealed class ProgrammeWarningsTests
{
    private static readonly EventTime Washington = EventTime.In("America/New_York");

    private static readonly Speaker Ana = new() { Id = 1, ConferenceId = 1, Slug = "ana", Name = "Ana Silva", Company = "Fibra", Country = "Portugal", TimeZone = "Asia/Tokyo" };

    private static readonly Speaker Bo = new() { Id = 2, ConferenceId = 1, Slug = "bo", Name = "Bo Berg", Company = "Spår", Country = "Sweden" };

    /// <summary>Two panels in a table: stage, first minute and last minute of each after 09:00, and what is said of them.</summary>
    public static TheoryData<int, int, int, int, int, WarningKind?> Edges => new()
    {
        { 1, 30, 1, 29, 60, WarningKind.StageOverlap },
        { 1, 30, 1, 0, 30, WarningKind.StageOverlap },
        { 1, 30, 1, 10, 20, WarningKind.StageOverlap },
        { 1, 30, 1, 30, 60, WarningKind.ShortChangeover },
        { 1, 30, 1, 34, 60, WarningKind.ShortChangeover },
        { 1, 30, 1, 35, 60, null },
        { 1, 30, 2, 0, 30, null },
        { 1, 30, 2, 30, 60, null },
    };

    [Theory, MemberData(nameof(Edges))]
    public void Two_sessions_are_told_apart_to_the_minute(int stage, int end, int otherStage, int otherStart, int otherEnd, WarningKind? expected)
    {
        var found = ProgrammeWarnings.Of(Programme([Panel(1, 0, end, stage), Panel(2, otherStart, otherEnd, otherStage)]));

        Assert.Equal(expected is { } kind ? [kind] : [], found.Select(w => w.Kind));
        Assert.All(found, w => Assert.Equal([1, 2], w.Sessions.Order()));
    }

    [Fact]
    public void A_break_is_a_change_over_and_a_session_that_runs_past_the_next_is_still_remembered()
    {
        Session coffee = Panel(2, 30, 45), inner = Panel(4, 70, 80);
        coffee.Kind = SessionKind.Break;

        Assert.Empty(ProgrammeWarnings.Of(Programme([Panel(1, 0, 30), coffee, Panel(3, 45, 60)])));
        Assert.Equal(
            [(WarningKind.StageOverlap, "4,3"), (WarningKind.ShortChangeover, "5,3")],
            ProgrammeWarnings.Of(Programme([Panel(3, 65, 100), inner, Panel(5, 102, 110)])).Select(w => (w.Kind, string.Join(',', w.Sessions))));
    }

    [Fact]
    public void A_speaker_in_two_places_is_named_and_one_after_the_other_is_fine()
    {
        var found = ProgrammeWarnings.Of(Programme([Panel(1, 0, 30, 1, Bo), Panel(2, 29, 60, 2, Bo), Panel(3, 60, 90, 1, Bo)], consents: Yes(Bo, 1, 2, 3)));

        var only = Assert.Single(found);
        Assert.Equal(new(WarningKind.SpeakerTwice, "Bo Berg speaks in “Panel 2” and in “Panel 1” at the same time, 09:29 EDT on Tuesday 14 March 2023.", [2, 1]), only);
    }

    [Theory]
    [InlineData(0, 30, true)]
    [InlineData(0, 31, false)]
    [InlineData(-1, 30, false)]
    public void A_speaker_is_available_to_the_minute_and_stretches_that_touch_are_one(int from, int until, bool isThere)
    {
        var found = ProgrammeWarnings.Of(Programme([Panel(1, from, until, 1, Bo)], consents: Yes(Bo, 1), availability: [Free(0, 10), Free(10, 30), Free(200, 300)]));

        Assert.Equal(isThere ? [] : [WarningKind.SpeakerAway], found.Select(w => w.Kind));
    }

    [Fact]
    public void Missing_consent_says_what_is_missing_and_from_whom()
    {
        var consents = new[] { new SpeakerConsent { SessionId = 1, SpeakerId = 1, Stream = true, Record = true, Publish = false } };

        var found = ProgrammeWarnings.Of(Programme([Panel(1, 60, 90, 1, Bo, Ana)], consents: consents));

        Assert.Contains(new(WarningKind.NoConsent, "“Panel 1” lacks consent to stream (Bo Berg), to record (Bo Berg), to publish (Bo Berg, Ana Silva).", [1]), found);
    }

    [Fact]
    public void It_is_night_for_a_remote_speaker_from_22_to_7_to_the_minute()
    {
        // In Tokyo 22:00 is 09:00 EDT and 07:00 is 18:00 EDT.
        Assert.Equal([false, true, true, false], new[] { (-30, 0), (-29, 1), (539, 541), (540, 570) }.Select(minutes =>
            ProgrammeWarnings.Of(Programme([Panel(1, minutes.Item1, minutes.Item2, 1, Ana)], consents: Yes(Ana, 1))).Any(w => w.Kind == WarningKind.SpeakerAtNight)));
    }

    [Fact]
    public void Decks_short_slots_other_days_and_lengths_that_are_none_are_told()
    {
        var talk = Panel(1, 0, 20);
        talk.Kind = SessionKind.Talk;
        var late = Panel(2, 24 * 60 * 2, (24 * 60 * 2) + 30);
        var upside = Panel(3, 120, 110);

        var found = ProgrammeWarnings.Of(Programme([talk, late, upside], talkMinutes: 25));

        Assert.Equal(
            [
                new(WarningKind.EndsBeforeStart, "“Panel 3” ends before it starts, or when it starts.", [3]),
                new(WarningKind.OutsideDays, "“Panel 2” (16 March 2023, 09:00 EDT) is outside the event’s days.", [2]),
                new(WarningKind.ShortSlot, "“Panel 1” has a slot of 20 minutes. A talk and its questions take 25.", [1]),
                new(WarningKind.NoDeck, "“Panel 1” has no deck.", [1]),
            ],
            found);
        Assert.Empty(ProgrammeWarnings.Of(Programme([Talk(25)], talkMinutes: 25, withDeck: [1])));
    }

    [Fact]
    public void What_has_no_time_or_is_cancelled_is_left_out()
    {
        var loose = Panel(1, 0, 30);
        loose.IsPlaced = false;
        var cancelled = Panel(2, 0, 30);
        cancelled.Plan(SessionSheet.Of(cancelled) with { IsCancelled = true }, [], Samples.Opening);

        Assert.Empty(ProgrammeWarnings.Of(Programme([loose, cancelled, Panel(3, 0, 30)])));
    }

    [Fact]
    public void On_the_night_when_clocks_jump_an_hour_counts_what_it_lasts()
    {
        // 12 March 2023: after 01:59 EST comes 03:00 EDT. By the clock 01:50 to 03:05 is 75 minutes; it lasts 15.
        var day = new DateOnly(2023, 3, 12);
        var (first, second) = (Panel(1, 0, 1), Panel(2, 0, 1));
        (first.StartsAt, first.EndsAt) = (Washington.At(day, new(1, 30)), Washington.At(day, new(1, 50)));
        (second.StartsAt, second.EndsAt) = (Washington.At(day, new(1, 56)), Washington.At(day, new(3, 5)));
        var third = Panel(3, 0, 1);
        (third.StartsAt, third.EndsAt) = (Washington.At(day, new(3, 4)), Washington.At(day, new(3, 30)));
        second.Kind = third.Kind = SessionKind.Talk;

        var found = ProgrammeWarnings.Of(Programme([first, second, third], firstDay: day, talkMinutes: 15, withDeck: [2, 3]));

        var only = Assert.Single(found, w => w.Kind is not WarningKind.ShortSlot);
        Assert.Equal(new(WarningKind.StageOverlap, "“Panel 3” overlaps with “Panel 2” on Main stage, from 03:04 EDT on Sunday 12 March 2023.", [3, 2]), only);
        Assert.Equal("“Panel 2” has a slot of 9 minutes. A talk and its questions take 15.", Assert.Single(found, w => w.Kind is WarningKind.ShortSlot).Text);
    }

    private static Session Talk(int minutes)
    {
        var talk = Panel(1, 0, minutes);
        talk.Kind = SessionKind.Talk;
        return talk;
    }

    private static Session Panel(int id, int start, int end, int stage = 1, params Speaker[] speakers) => new()
    {
        Id = id, ConferenceId = 1, StageId = stage, Slug = $"panel-{id}", Title = $"Panel {id}", Kind = SessionKind.Panel,
        StartsAt = Samples.Opening.AddMinutes(start), EndsAt = Samples.Opening.AddMinutes(end), Speakers = [.. speakers],
    };

    private static SpeakerAvailability Free(int from, int until) => new() { SpeakerId = 2, From = Samples.Opening.AddMinutes(from), Until = Samples.Opening.AddMinutes(until) };

    private static SpeakerConsent[] Yes(Speaker speaker, params int[] sessions) =>
        [.. sessions.Select(s => new SpeakerConsent { SessionId = s, SpeakerId = speaker.Id, Stream = true, Record = true, Publish = true })];

    private static WorkingProgramme Programme(
        Session[] sessions, SpeakerConsent[]? consents = null, SpeakerAvailability[]? availability = null, HashSet<int>? withDeck = null, int? talkMinutes = null, DateOnly? firstDay = null)
    {
        var conference = Samples.Conference();
        conference.FirstDay = firstDay ?? conference.FirstDay;
        Stage[] stages = [new() { Id = 1, ConferenceId = 1, Slug = "main", Name = "Main stage" }, new() { Id = 2, ConferenceId = 1, Slug = "side", Name = "Side stage", Position = 1 }];
        return new(conference, stages, sessions, [Ana, Bo], availability ?? [], consents ?? [], withDeck ?? [], talkMinutes);
    }
}
