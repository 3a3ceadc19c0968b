using Bunit;
using Expo.Core.Agenda;
using Expo.Core.Publishing;
using Expo.Streaming.Recordings;
using Expo.Testing;
using Expo.Web.Organiser;
using Microsoft.Extensions.DependencyInjection;

namespace Expo.Web.Tests.Organiser;

public sealed class RecordingsConsoleTests : DeskTest
{
    private PublishingService Publishing => Services.GetRequiredService<PublishingService>();

    [Fact]
    public async Task A_draft_appears_by_itself_with_its_length_and_marks()
    {
        var desk = Render<RecordingsConsole>();
        Assert.Contains("There is no recording yet.", desk.Markup, StringComparison.Ordinal);

        await AttachAsync(1_475_000);

        desk.WaitForElement("button[aria-label='Publish: Talk first']", TimeSpan.FromSeconds(4));
        Assert.Contains("24 minutes 35 seconds, cut from 14 March 2023, 09:00:00 to 09:25:00 EDT. Cut number 1.", desk.Markup, StringComparison.Ordinal);
        Assert.Contains("Draft, not public", desk.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publishing_and_taking_down_are_said_and_taking_down_asks_first()
    {
        await AttachAsync(1_000);
        var desk = Render<RecordingsConsole>();

        await desk.Find("button[aria-label='Publish: Talk first']").ClickAsync();
        var published = (desk.Find("[role=status]").TextContent.Trim(), await StateAsync());
        desk.Find("button[aria-label='Withdraw: Talk first']").Click();
        var asking = (desk.FindAll("[role=alertdialog]").Count, await StateAsync());
        await desk.FindAll("[role=alertdialog] button")[0].ClickAsync();

        Assert.Equal(("“Talk first” is public at /recordings/first.", RecordingState.Published), published);
        Assert.Equal((1, RecordingState.Published), asking);
        Assert.Equal(("“Talk first” was taken down.", RecordingState.Withdrawn), (desk.Find("[role=status]").TextContent.Trim(), await StateAsync()));
    }

    [Fact]
    public async Task A_recording_without_a_picture_is_refused_with_the_reason()
    {
        await AttachAsync(0);
        var desk = Render<RecordingsConsole>();

        await desk.Find("button[aria-label='Publish: Talk first']").ClickAsync();

        Assert.Equal(PublishingRefusals.NothingToPlay.Message, desk.Find("[role=alert]").TextContent.Trim());
        Assert.Equal(RecordingState.Draft, await StateAsync());
    }

    [Fact]
    public async Task While_the_database_is_away_the_desk_stays_and_the_recording_can_be_published_later()
    {
        await AttachAsync(1_000);
        var desk = Render<RecordingsConsole>();
        await RunAsync("ALTER TABLE Recordings RENAME TO Away");
        await desk.Find("button[aria-label='Publish: Talk first']").ClickAsync();
        desk.WaitForAssertion(() => Assert.Contains("could not be saved", desk.Markup, StringComparison.Ordinal));
        await RunAsync("ALTER TABLE Away RENAME TO Recordings");

        await desk.Find("button[aria-label='Publish: Talk first']:not([disabled])").ClickAsync();

        desk.WaitForElement("button[aria-label='Withdraw: Talk first']");
        Assert.Equal(RecordingState.Published, await StateAsync());
        Assert.Empty(desk.FindAll("[role=alert]"));
    }

    [Fact]
    public void A_full_disk_is_said_loudly_and_a_healthy_archive_says_nothing()
    {
        var failing = Render<ArchiveWarning>(p => p
            .Add(w => w.Stage, "Main stage").Add(w => w.Time, EventTime.In("America/New_York"))
            .Add(w => w.Status, new ArchiveStatus("The disk is full. Free some space.", Samples.Opening, 12, 5)));
        var well = Render<ArchiveWarning>(p => p.Add(w => w.Stage, "Main stage").Add(w => w.Time, EventTime.In("America/New_York")).Add(w => w.Status, new ArchiveStatus(null, null, 0, 5)));

        Assert.Equal(
            "Main stage: recording is failing since 09:00 EDT. The disk is full. Free some space. 12 fragments are lost. The live stream goes on.",
            failing.Find("[role=alert]").TextContent.Trim());
        Assert.Equal("", well.Markup.Trim());
    }

    [Fact]
    public void A_disk_that_fills_up_is_said_once_for_all_stages()
    {
        var well = new ArchiveStatus(null, null, 0, 5);
        var low = well with { Warning = "Only 3.0 GB are free." };

        Assert.Equal(
            "The disk of the recordings is filling up. Only 3.0 GB are free.",
            Render<DiskWarning>(p => p.Add(w => w.Statuses, [low, low])).Find("[role=alert]").TextContent.Trim());
        Assert.Equal("", Render<DiskWarning>(p => p.Add(w => w.Statuses, [well])).Markup.Trim());
    }

    private Task AttachAsync(long durationMs) =>
        Publishing.AttachAsync(Organiser, 1, "main", Samples.Opening, Samples.Opening.AddMinutes(25), durationMs, "{}", Ct);

    private async Task<RecordingState> StateAsync() => (await Services.GetRequiredService<PublishingQueries>().AllAsync(Organiser, 1, Ct)).Value.Single().State;
}
