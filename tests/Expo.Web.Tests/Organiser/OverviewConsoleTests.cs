using Bunit;
using Expo.Core.Agenda;
using Expo.Core.Jobs;
using Expo.Core.Registration;
using Expo.Testing;
using Expo.Web.Organiser;

namespace Expo.Web.Tests.Organiser;

public sealed class OverviewConsoleTests : DeskTest
{
    [Fact]
    public async Task Seats_are_a_sentence_that_adds_up_and_lost_jobs_are_named()
    {
        await AddAsync(Samples.Room(), Samples.RoomTicket(), Samples.StreamTicket());
        await AddAsync(
            new Job { Kind = nameof(SessionEnded), Payload = "{}", CreatedAt = Samples.Opening, DueAt = Samples.Opening, GivenUpAt = Samples.Opening, LastError = "The archive is gone." },
            new Attendee { ConferenceId = 1, TicketTypeId = 2, TicketCode = "A", Name = "Ada", Email = "a@b.example", NormalisedEmail = "a@b.example", RegisteredAt = Samples.Opening });

        var desk = Render<OverviewConsole>();

        Assert.Contains("0 taken + 400 free = 400. Nobody waits for a seat. 1 person comes to the stream.", desk.Markup, StringComparison.Ordinal);
        Assert.Contains("SessionEnded (number 1), given up 14 March 2023, 09:00 EDT: The archive is gone.", desk.Markup, StringComparison.Ordinal);
    }
}
