using System.Globalization;
using Expo.Core.Submissions;
using Microsoft.AspNetCore.WebUtilities;

namespace Expo.Web.Organiser;

/// <summary>What the list of proposals shows, as it stands in the address. What cannot be read is left out.</summary>
public sealed record ProposalListView(ProposalFilter Filter, ProposalOrder Order, int Page)
{
    public const string List = "/organiser/proposals";
    public const string Letters = List + "/letters";
    public const string File = List + "/file";

    private const int MostPages = 1_000_000;

    private static readonly (ProposalPlace Place, string Word)[] Places =
    [
        (ProposalPlace.ToDecide, "to-decide"), (ProposalPlace.Accepted, "accepted"), (ProposalPlace.Standby, "standby"), (ProposalPlace.Rejected, "rejected"), (ProposalPlace.ToInform, "to-inform"),
        (ProposalPlace.Unanswered, "unanswered"), (ProposalPlace.Confirmed, "confirmed"), (ProposalPlace.Declined, "declined"), (ProposalPlace.Withdrawn, "withdrawn"),
    ];

    private static readonly (ProposalSort Sort, string Word)[] Sorts =
    [
        (ProposalSort.Number, "number"), (ProposalSort.Title, "title"), (ProposalSort.Topic, "topic"), (ProposalSort.Reviews, "reviews"), (ProposalSort.Mean, "mean"), (ProposalSort.Spread, "spread"), (ProposalSort.Sent, "sent"),
    ];

    public static readonly ProposalListView Start = new(ProposalFilter.All, ProposalOrder.Best, 1);

    /// <summary>For instance <c>?q=ledger&amp;place=to-decide&amp;page=2</c>; empty for the list as it begins.</summary>
    public string Query => Written(withPage: true);

    /// <summary>The same proposals without the page: for what is done with all of them.</summary>
    public string Selection => Written(withPage: false);

    public static ProposalListView Read(string address)
    {
        var asked = QueryHelpers.ParseQuery(address.Split('#')[0] is var whole && whole.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? whole[at..] : "");
        string? One(string name) => asked.TryGetValue(name, out var values) && values.ToString().Trim() is { Length: > 0 and <= 200 } value ? value : null;
        int? Number(string name, int most) => int.TryParse(One(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number : null;
        var sort = Sorts.Where(s => s.Word == One("sort")).Select(s => (ProposalSort?)s.Sort).FirstOrDefault();
        return new ProposalListView(
            new ProposalFilter(One("q"), Places.Where(p => p.Word == One("place")).Select(p => (ProposalPlace?)p.Place).FirstOrDefault(), One("topic"), Number("fewer", 100)),
            sort is null ? ProposalOrder.Best : new ProposalOrder(sort.Value, One("down") is not null), Number("page", MostPages) ?? 1);
    }

    /// <summary>From the first page on, as whoever changes the filter wants it.</summary>
    public ProposalListView With(ProposalFilter filter) => this with { Filter = filter, Page = 1 };

    /// <summary>Pressed once, the order that fits the column; pressed again, the other way round.</summary>
    public ProposalListView SortedBy(ProposalSort sort) =>
        this with { Order = new ProposalOrder(sort, Order.By == sort ? !Order.Descending : sort is ProposalSort.Mean or ProposalSort.Spread or ProposalSort.Sent), Page = 1 };

    private string Written(bool withPage) => QueryHelpers.AddQueryString("", new Dictionary<string, string?>
    {
        ["q"] = Filter.Text,
        ["place"] = Filter.Place is { } place ? Places.First(p => p.Place == place).Word : null,
        ["topic"] = Filter.Topic,
        ["fewer"] = Filter.FewerReviewsThan?.ToString(CultureInfo.InvariantCulture),
        ["sort"] = Order == ProposalOrder.Best ? null : Sorts.First(s => s.Sort == Order.By).Word,
        ["down"] = Order != ProposalOrder.Best && Order.Descending ? "1" : null,
        ["page"] = withPage && Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null,
    }.Where(part => part.Value is not null));
}
