using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Expo.Core.Registration;

namespace Expo.Web.Tests.Registration;

/// <summary>Ticket types besides room and stream, for <see cref="RegistrationSite.More"/>; and how tests read the cards.</summary>
internal static class Tickets
{
    public static TicketType Press() => new() { ConferenceId = 1, Code = "press", Name = "Press", Kind = TicketKind.InPerson, Position = 3, NeedsCode = true, Pools = [new() { SeatPoolId = 1 }] };

    public static AccessCode PressCode(int ticketType = 3, int uses = 5) => new() { ConferenceId = 1, Code = "PRESSDEMO", Note = "Reporters", TicketTypeId = ticketType, MostUses = uses };

    /// <summary>Seats are counted in the room's pool.</summary>
    public static TicketType Other(string code, string name, int position = 4) => new() { ConferenceId = 1, Code = code, Name = name, Kind = TicketKind.InPerson, Position = position, Pools = [new() { SeatPoolId = 1 }] };

    public static TicketType Paid(long minor = 2500, string currency = "usd")
    {
        var type = Other("dinner", "Dinner");
        (type.PriceMinor, type.Currency) = (minor, currency);
        return type;
    }

    /// <summary>For instance <c>press: Press</c>; what cannot be chosen ends with <c>(disabled)</c>, what is chosen with <c>(chosen)</c>.</summary>
    public static IEnumerable<string> Cards(this IHtmlDocument page) => page.QuerySelectorAll("label.opt").Select(card =>
    {
        var radio = (IHtmlInputElement)card.QuerySelector("input")!;
        return $"{radio.Value}: {card.QuerySelector("b")!.TextContent}{(radio.IsDisabled ? " (disabled)" : radio.IsChecked ? " (chosen)" : "")}";
    });

    /// <summary>The lines of one card, in their order.</summary>
    public static IEnumerable<string> Card(this IHtmlDocument page, string value) => page.QuerySelector($"label.opt:has(input[value='{value}'])")!.QuerySelectorAll(".small").Select(line => line.TextContent);

    public static IEnumerable<string> Mistakes(this IHtmlDocument page) => page.QuerySelectorAll("[role=alert] a").Select(link => $"{link.GetAttribute("href")!.Split('#')[1]}: {link.TextContent}");
}
