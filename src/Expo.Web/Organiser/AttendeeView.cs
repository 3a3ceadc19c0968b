using System.Globalization;
using Expo.Core.Registration;
using Microsoft.AspNetCore.WebUtilities;

namespace Expo.Web.Organiser;

/// <summary>What the list of attendees shows, as it stands in the address: it can be shared, kept and read again. What cannot be read is left out.</summary>
public sealed record AttendeeView(AttendeeFilter Filter, AttendeeOrder Order, int Page)
{
    public const string List = "/organiser/attendees";

    private const int MostPages = 10_000_000;
    private const string Day = "yyyy-MM-dd";

    private static readonly (AttendeePlace Place, string Word)[] Places =
    [
        (AttendeePlace.Room, "room"), (AttendeePlace.Stream, "stream"), (AttendeePlace.Waiting, "waiting"), (AttendeePlace.Offered, "offered"), (AttendeePlace.Unpaid, "unpaid"),
        (AttendeePlace.Cancelled, "cancelled"), (AttendeePlace.CheckedIn, "in"), (AttendeePlace.NotCheckedIn, "not-in"),
    ];

    private static readonly (AttendeeSort Sort, string Word)[] Sorts =
    [
        (AttendeeSort.Registered, "registered"), (AttendeeSort.Name, "name"), (AttendeeSort.Organisation, "organization"), (AttendeeSort.State, "state"), (AttendeeSort.TicketType, "ticket"), (AttendeeSort.Line, "line"),
    ];

    public static readonly AttendeeView Start = new(AttendeeFilter.Everybody, AttendeeOrder.Newest, 1);

    /// <summary>For instance <c>?q=ada&amp;place=waiting&amp;sort=name&amp;page=2</c>; empty for the list as it begins.</summary>
    public string Query => Written(withPage: true);

    /// <summary>The same people without the page: for what is done with all of them.</summary>
    public string Selection => Written(withPage: false);

    public static AttendeeView Read(string address)
    {
        var asked = QueryHelpers.ParseQuery(address.Split('#')[0] is var whole && whole.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? whole[at..] : "");
        string? One(string name) => asked.TryGetValue(name, out var values) && values.ToString().Trim() is { Length: > 0 and <= 200 } value ? value : null;
        DateOnly? OneDay(string name) => DateOnly.TryParseExact(One(name), Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        var sort = Sorts.Where(s => s.Word == One("sort")).Select(s => (AttendeeSort?)s.Sort).FirstOrDefault();
        return new AttendeeView(
            new AttendeeFilter(
                One("q"), Places.Where(p => p.Word == One("place")).Select(p => (AttendeePlace?)p.Place).FirstOrDefault(), One("ticket"), One("country"), One("priority") is not null,
                OneDay("from"), OneDay("to")),
            sort is null ? AttendeeOrder.Newest : new AttendeeOrder(sort.Value, One("down") is not null),
            int.TryParse(One("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is >= 1 and <= MostPages ? page : 1);
    }

    /// <summary>From the first page on, as whoever changes the filter wants it.</summary>
    public AttendeeView With(AttendeeFilter filter) => this with { Filter = filter, Page = 1 };

    /// <summary>Pressed once, the order that fits the column; pressed again, the other way round.</summary>
    public AttendeeView SortedBy(AttendeeSort sort) =>
        this with { Order = new AttendeeOrder(sort, Order.By == sort ? !Order.Descending : sort == AttendeeSort.Registered), Page = 1 };

    private string Written(bool withPage) => QueryHelpers.AddQueryString("", new Dictionary<string, string?>
    {
        ["q"] = Filter.Text,
        ["place"] = Filter.Place is { } place ? Places.First(p => p.Place == place).Word : null,
        ["ticket"] = Filter.TicketType,
        ["country"] = Filter.Country,
        ["priority"] = Filter.HasPriority ? "1" : null,
        ["from"] = Filter.From?.ToString(Day, CultureInfo.InvariantCulture),
        ["to"] = Filter.To?.ToString(Day, CultureInfo.InvariantCulture),
        ["sort"] = Order == AttendeeOrder.Newest ? null : Sorts.First(s => s.Sort == Order.By).Word,
        ["down"] = Order != AttendeeOrder.Newest && Order.Descending ? "1" : null,
        ["page"] = withPage && Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null,
    }.Where(part => part.Value is not null));
}
