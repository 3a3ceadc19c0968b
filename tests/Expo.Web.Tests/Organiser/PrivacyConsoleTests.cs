using System.Text;
using Bunit;
using Expo.Core.Accounts;
using Expo.Core.Registration;
using Expo.Testing;
using Expo.Web.Organiser;
using Microsoft.EntityFrameworkCore;

namespace Expo.Web.Tests.Organiser;

public sealed class PrivacyConsoleTests : DeskTest
{
    [Fact]
    public async Task A_statement_is_published_once_it_is_confirmed_and_the_next_one_begins_with_its_words()
    {
        var desk = Render<PrivacyConsole>();
        await PublishAsync(desk, "19 U.S.C. 1", "To run it.", "None.", "Voluntary.");
        var said = Said(desk);
        await PublishAsync(desk, "19 U.S.C. 1", "To run and record it.", "None.", "Voluntary.");

        Assert.Equal("Version 1 is in force from now on, and public at /privacy.", said);
        Assert.Equal("To run and record it.", desk.FindAll("textarea")[1].GetAttribute("value"));
        Assert.Equal(["Version 2", "Version 1"], desk.FindAll("#statements ~ details summary b").Select(b => b.TextContent));
        Assert.Equal("and record", desk.Find("ins").ChildNodes[1].TextContent);
    }

    [Fact]
    public async Task A_statement_that_lacks_a_part_is_refused_and_what_was_typed_stays()
    {
        var desk = Render<PrivacyConsole>();

        await PublishAsync(desk, "19 U.S.C. 1", "To run it.", "", "Voluntary.");

        Assert.Equal(PrivacyRefusals.PartMissing("RoutineUses", "routine uses").Message, desk.Find("[role=alert]").TextContent.Trim());
        Assert.Equal("To run it.", desk.FindAll("textarea")[1].GetAttribute("value"));
    }

    [Fact]
    public async Task A_person_is_found_handed_over_and_erased_and_the_desk_forgets_what_was_typed()
    {
        await SeedAsync();
        var desk = Render<PrivacyConsole>();
        await FindAsync(desk, "Ada@example.org", "Request 7");
        var (found, file) = (Said(desk), desk.Find("a[download='person.json']").GetAttribute("href")!);

        await desk.Find("button[aria-label='Erase: ada@example.org']").ClickAsync();
        await desk.Find("[role=alertdialog] button").ClickAsync();

        Assert.Equal("Found: 1 registration.", found);
        Assert.Contains("\"address\": \"ada@example.org\"", Encoding.UTF8.GetString(Convert.FromBase64String(file[(file.IndexOf(',', StringComparison.Ordinal) + 1)..])), StringComparison.Ordinal);
        Assert.Equal("Erased: 1 registration and all that belonged to it.", Said(desk));
        Assert.Empty(desk.FindAll(".found"));
        Assert.Equal([null, null], desk.FindAll("input[type=email], input[type=text]").Select(i => i.GetAttribute("value")));
        Assert.Equal(["Erased a person with 1 registration: Request 7", "Data of one person were exported: Request 7"], desk.FindAll("#acts ~ ul li").Select(li => li.TextContent.Split(": ", 2)[1]));
        Assert.Equal("Erased", await Store.ReadAsync(db => db.Attendees.Select(a => a.Name).SingleAsync(Ct)));
    }

    [Fact]
    public async Task Whoever_loses_the_role_sees_no_more_of_what_was_found()
    {
        await SeedAsync();
        var desk = Render<PrivacyConsole>();
        await FindAsync(desk, "ada@example.org", "Request 7");
        SignedIn.SetAuthorized("Ona Organiser").SetRoles(Roles.Moderator);

        await FindAsync(desk, "ada@example.org", "Again");

        Assert.Equal(PrivacyRefusals.NotOrganiser.Message, desk.Find("[role=alert]").TextContent.Trim());
        Assert.DoesNotContain("ada@example.org", desk.Markup, StringComparison.Ordinal);
    }

    private async Task SeedAsync() => await AddAsync(Samples.Room(), Samples.RoomTicket(), new Attendee
    {
        ConferenceId = 1, TicketTypeId = 1, TicketCode = "C1", Name = "Ada Lovelace", Email = "ada@example.org", NormalisedEmail = "ada@example.org", RegisteredAt = Samples.Opening, State = AttendeeState.Cancelled,
    });

    private static async Task PublishAsync(IRenderedComponent<PrivacyConsole> desk, params string[] parts)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            await desk.FindAll("textarea")[i].ChangeAsync(new() { Value = parts[i] });
        }

        await desk.Find("button[aria-label='Publish: the statement']").ClickAsync();
        await desk.Find("[role=alertdialog] button").ClickAsync();
    }

    private static async Task FindAsync(IRenderedComponent<PrivacyConsole> desk, string address, string purpose)
    {
        await desk.Find("input[type=email]").ChangeAsync(new() { Value = address });
        await desk.Find("input[type=text]").ChangeAsync(new() { Value = purpose });
        await desk.FindAll("button").First(b => b.TextContent == "Find and export").ClickAsync();
    }

    private static string Said(IRenderedComponent<PrivacyConsole> desk) => desk.Find(".deskanswer [role=status]").TextContent.Trim();
}
