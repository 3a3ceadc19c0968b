using AngleSharp.Html.Dom;
using Expo.Core.Registration;
using Microsoft.EntityFrameworkCore;

namespace Expo.Web.Tests.Registration;

public sealed class CompanionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Dictionary<string, string> Party(string who, params string[] others)
    {
        var typed = RegistrationSite.Filled(who);
        foreach (var (index, other) in others.Index())
        {
            (typed[$"Form.Companions[{index}].Name"], typed[$"Form.Companions[{index}].Email"]) = ("Somebody Else", $"{other}@thornebury.example");
        }

        return typed;
    }

    private static int Rows(IHtmlDocument page) => page.QuerySelectorAll("input[name$='].Email']").Length;

    [Theory]
    [InlineData("", 0)]
    [InlineData("?people=1", 0)]
    [InlineData("?people=3", 2)]
    [InlineData("?people=10", 9)]
    [InlineData("?people=1000", 9)]
    [InlineData("?people=-1", 0)]
    [InlineData("?people=many", 0)]
    public async Task A_link_gives_rows_for_as_many_people_as_a_form_may_register(string query, int rows)
    {
        await using var site = await RegistrationSite.OpenAsync(new());

        var page = await site.Visitor().PageAsync("/register" + query);

        Assert.Equal((rows, rows > 0), (Rows(page), page.QuerySelector("#people")!.HasAttribute("open")));
    }

    [Fact]
    public async Task Asking_for_rows_keeps_what_was_typed_and_fewer_rows_drop_nobody()
    {
        await using var site = await RegistrationSite.OpenAsync(new());
        var visitor = site.Visitor();
        var typed = RegistrationSite.Filled("ada");

        var three = await (await visitor.SendFormAsync("/register", new(typed) { ["Form.People"] = "3", ["Form.Step"] = "people" })).PageAsync();
        var fewer = await (await visitor.SendFormAsync("/register", three, new() { ["Form.Companions[1].Name"] = "Bob", ["Form.People"] = "1", ["Form.Step"] = "people" })).PageAsync();

        Assert.Equal(typed, three.Typed());
        Assert.Equal(2, Rows(three));
        Assert.Null(three.QuerySelector("[role=alert]"));
        Assert.Equal((2, "Bob"), (Rows(fewer), fewer.QuerySelector("input[name='Form.Companions[1].Name']")!.GetAttribute("value")));
    }

    [Fact]
    public async Task All_get_seats_together_and_a_row_left_empty_is_nobody()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { Seats = 3 });

        var answer = await site.Visitor().SendFormAsync("/register?people=4", Party("ada", "bob", "cy"));

        Assert.Equal("/register/sent", answer.Whither());
        Assert.Equal(["ada Confirmed room", "bob Confirmed room", "cy Confirmed room"], await site.EverybodyAsync());
        Assert.Single(await site.Store.ReadAsync(db => db.Attendees.Select(a => a.Party).Distinct().ToListAsync(Ct)));
    }

    [Fact]
    public async Task With_too_few_seats_nobody_gets_one_and_the_line_that_keeps_them_together_is_chosen()
    {
        await using var site = await RegistrationSite.OpenAsync(new() { Seats = 3 });
        var visitor = site.Visitor();
        await site.TicketOfAsync("first");

        var open = await visitor.PageAsync("/register?people=3");
        var page = await (await visitor.SendFormAsync("/register?people=3", new(Party("ada", "bob", "cy")) { ["Form.Place"] = "room" })).PageAsync();
        var before = await site.EverybodyAsync();
        await visitor.SendFormAsync("/register", page, []);

        Assert.Equal("waiting: Waiting list: A seat in the room (chosen)", open.Cards().First());
        Assert.Contains("You are 3, and get seats together or not at all. Choose this to be the first on the waiting list.", open.Card("waiting"));
        Assert.Equal(RegistrationRefusals.FullForParty.Message, page.Alert());
        Assert.Equal("waiting", page.Typed()["Form.Place"]);
        Assert.Equal(2, Rows(page));
        Assert.Equal(["first Confirmed room"], before);
        Assert.Equal(["first Confirmed room", "ada Waiting room", "bob Waiting room", "cy Waiting room"], await site.EverybodyAsync());
    }

    [Fact]
    public async Task A_mistake_is_said_beside_the_row_it_is_in()
    {
        await using var site = await RegistrationSite.OpenAsync(new());
        var typed = Party("ada", "bob", "ADA", "");
        (typed["Form.Companions[0].Name"], typed["Form.Companions[2].Email"]) = ("", "nowhere");

        var page = await (await site.Visitor().SendFormAsync("/register?people=4", typed)).PageAsync();

        Assert.Equal(
            [
                "field-companions-0-name: Enter your name as it should stand on your badge.",
                "field-companions-1-email: Each person needs an email address of their own: tickets go there.",
                "field-companions-2-email: The address needs a name, an @ sign and a host, such as “ada@example.org”.",
            ],
            page.Mistakes());
        Assert.Equal(["field-companions-0-name", "field-companions-1-email", "field-companions-2-email"], page.QuerySelectorAll("[aria-invalid=true]").Select(field => field.Id));
        Assert.Empty(await site.EverybodyAsync());
    }

    [Fact]
    public async Task More_people_than_a_form_may_register_are_refused_and_none_is_lost()
    {
        await using var site = await RegistrationSite.OpenAsync(new());

        var page = await (await site.Visitor().SendFormAsync("/register", Party("ada", [.. Enumerable.Range(1, 10).Select(n => $"other{n}")]))).PageAsync();

        Assert.Equal(["field-companions: " + RegistrationRefusals.PartyTooLarge.Message], page.Mistakes());
        Assert.Equal(10, Rows(page));
        Assert.Empty(await site.EverybodyAsync());
    }
}
