using Bunit;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Publishing;
using Expo.Core.Registration;
using Expo.Core.Submissions;
using Expo.Testing;
using Expo.Web.Organiser;

namespace Expo.Web.Tests.Organiser;

public sealed class ClosedDeskTests : DeskTest
{
    [Fact]
    public void Whoever_is_no_organiser_reads_none_of_the_desks_whatever_let_them_in()
    {
        SignedIn.SetAuthorized("Mo Moderator").SetRoles(Roles.Moderator);

        var said = new[]
        {
            Said(Render<OverviewConsole>()), Said(Render<SessionsConsole>()), Said(Render<RecordingsConsole>()),
            Said(Render<FaqConsole>()), Said(Render<FaqEditorConsole>(p => p.Add(d => d.Id, 1))), Said(Render<AttendeesConsole>()),
            Said(Render<AccommodationsConsole>()), Said(Render<PrivacyConsole>()),
            Said(Render<TicketsConsole>()), Said(Render<CodesConsole>()), Said(Render<FormConsole>()), Said(Render<SettingsConsole>()),
            Said(Render<AttendeeConsole>(p => p.Add(d => d.Id, 1))), Said(Render<AddAttendeeConsole>()), Said(Render<FiguresConsole>()), Said(Render<LedgerConsole>()),
            Said(Render<ProgrammeConsole>()), Said(Render<StagesConsole>()),
            Said(Render<ProposalsConsole>()), Said(Render<ProposalConsole>(p => p.Add(d => d.Code, "DEM2A7"))), Said(Render<ProposalLettersConsole>()), Said(Render<ReviewConsole>()),
            Said(Render<CallConsole>()),
            Said(Render<ReleasesConsole>()), Said(Render<ReleaseConsole>(p => p.Add(d => d.Number, 1))),
            Said(Render<SpeakersConsole>()), Said(Render<SpeakerRemindersConsole>()),
            Said(Render<NoticesConsole>()),
        };

        var closed = PublishingRefusals.NotOrganiser.Message;
        var registration = RegistrationRefusals.NotOrganiser.Message;
        Assert.Equal(
            [.. Enumerable.Repeat(closed, 5), registration, AccommodationRefusals.NotOrganiser.Message, PrivacyRefusals.NotOrganiser.Message, .. Enumerable.Repeat(registration, 8), .. Enumerable.Repeat(ProgrammeRefusals.NotOrganiser.Message, 2), .. Enumerable.Repeat(DecisionRefusals.NotOrganiser.Message, 3), ReviewRefusals.NotOrganiser.Message, CallRefusals.NotOrganiser.Message, .. Enumerable.Repeat(ReleaseRefusals.NotOrganiser.Message, 2), .. Enumerable.Repeat(SpeakerRefusals.NotOrganiser.Message, 2), StarRefusals.NotOrganiser.Message], said);
    }

    [Fact]
    public async Task Whoever_signs_out_elsewhere_can_do_nothing_at_a_desk_left_open_and_reads_nothing_more()
    {
        var desk = Render<SessionsConsole>();
        SignedIn.SetNotAuthorized();

        desk.Find("button[aria-label='Go live: Talk first']").Click();
        await desk.FindAll("[role=alertdialog] button")[0].ClickAsync();

        Assert.Equal(SessionState.Planned, (await SessionAsync(1))!.State);
        Assert.Equal(PublishingRefusals.NotOrganiser.Message, Said(desk));
    }

    private static string Said<TDesk>(IRenderedComponent<TDesk> desk)
        where TDesk : LiveDesk
    {
        Assert.Empty(desk.FindAll("h1"));
        return desk.Find("[role=alert]").TextContent.Trim();
    }
}
