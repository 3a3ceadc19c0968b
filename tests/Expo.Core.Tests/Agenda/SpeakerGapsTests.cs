using Expo.Core.Agenda;
using Expo.Testing;

namespace Expo.Core.Tests.Agenda;

public sealed class SpeakerGapsTests
{
    private static readonly SpeakerOptions Days = new() { AvailabilityDays = 42, ProfileDays = 28, ConsentDays = 14, DeckDays = 3 };

    [Fact]
    public void A_new_talk_misses_everything_each_with_its_date_and_its_page()
    {
        var talk = Samples.Session();

        var gaps = Of(talk, Speaker());

        Assert.Equal(
            [
                (SpeakerLack.Availability, new DateOnly(2023, 1, 31), "/speaker/availability"), (SpeakerLack.Profile, new DateOnly(2023, 2, 14), "/speaker/profile"), (SpeakerLack.Portrait, new DateOnly(2023, 2, 14), "/speaker/profile#portrait"),
                (SpeakerLack.Consent, new DateOnly(2023, 2, 28), "/speaker/sessions/isotopes"), (SpeakerLack.Deck, new DateOnly(2023, 3, 11), "/speaker/decks/0"),
            ],
            gaps.Select(g => (g.What, EventTime.In("America/New_York").Day(g.DueAt), g.Path)));
        Assert.Equal(23 * 60 + 59, EventTime.In("America/New_York").Local(gaps[0].DueAt).TimeOfDay.TotalMinutes);
    }

    [Fact]
    public void What_was_given_is_not_asked_for_and_a_no_is_an_answer()
    {
        var speaker = Speaker();
        (speaker.Biography, speaker.PortraitId) = ("Reads cotton.", Guid.CreateVersion7());

        Assert.Empty(Of(Samples.Session(), speaker, new SpeakerConsent(), hasDeck: true, hasTimes: true));
        speaker.Company = "";
        Assert.Equal([SpeakerLack.Profile], Of(Samples.Session(), speaker, new SpeakerConsent(), hasDeck: true, hasTimes: true).Select(g => g.What));
    }

    [Fact]
    public void A_panel_needs_no_deck_and_a_break_a_cancelled_and_an_ended_session_need_nothing()
    {
        var (panel, pause, over, off) = (Samples.Session(), Samples.Session(), Samples.Session(), Samples.Session());
        (panel.Kind, pause.Kind) = (SessionKind.Panel, SessionKind.Break);
        over.GoLive(Samples.Opening);
        Assert.NotEmpty(Of(over, Speaker()));
        over.End(Samples.Opening);
        off.Plan(SessionSheet.Of(off) with { IsCancelled = true }, [], Samples.Opening);

        Assert.DoesNotContain(Of(panel, Speaker()), g => g.What == SpeakerLack.Deck);
        Assert.Empty(Of(pause, Speaker()).Concat(Of(over, Speaker())).Concat(Of(off, Speaker())));
    }

    [Fact]
    public void Dates_go_by_the_talk_and_without_a_time_by_the_events_first_day()
    {
        var (late, unplaced) = (Samples.Session(startsAt: Samples.Opening.AddDays(1)), Samples.Session(startsAt: Samples.Opening.AddDays(1)));
        unplaced.IsPlaced = false;

        Assert.Equal((12, 11), (DeckDay(late), DeckDay(unplaced)));
    }

    [Fact]
    public void Two_talks_ask_once_for_the_person_at_the_earlier_date_and_for_each_talk_itself()
    {
        var (first, second) = (Samples.Session("one"), Samples.Session("two", Samples.Opening.AddDays(1)));

        var merged = SpeakerGaps.Merged(Of(second, Speaker()).Concat(Of(first, Speaker())));

        Assert.Equal(
            ["Availability one", "Profile one", "Portrait one", "Consent two", "Deck two", "Consent one", "Deck one"],
            merged.Select(g => $"{g.What} {g.Talk.Slug}"));
    }

    private static int DeckDay(Session talk) => EventTime.In("America/New_York").Day(Of(talk, Speaker()).Single(g => g.What == SpeakerLack.Deck).DueAt).Day;

    private static Speaker Speaker() => new() { Slug = "wen-li", Name = "Wen Li", Company = "Stratum", Country = "Singapore" };

    private static IReadOnlyList<SpeakerGap> Of(Session talk, Speaker speaker, SpeakerConsent? consent = null, bool hasDeck = false, bool hasTimes = false) =>
        SpeakerGaps.Of(speaker, talk, consent, hasDeck, hasTimes, Samples.Conference(), Days);
}
