using System.Globalization;
using Expo.Core;
using Expo.Core.Agenda;
using Expo.Core.Registration;

namespace Expo.Web.Organiser;

/// <summary>What stands in the fields of a ticket type, as text.</summary>
internal sealed class TypeForm
{
    public string? Code { get; set; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public TicketKind Kind { get; set; }

    public string? Position { get; set; }

    public string? Price { get; set; }

    public string Currency { get; set; } = "usd";

    public string? Opens { get; set; }

    public string? Closes { get; set; }

    public bool NeedsCode { get; set; }

    public HashSet<DateOnly> Days { get; init; } = [];

    public HashSet<int> Pools { get; init; } = [];

    public static TypeForm Of(TypeLine line, EventTime time) => new()
    {
        Code = line.Code, Name = line.Saved.Name, Description = line.Saved.Description, Kind = line.Saved.Kind, Position = line.Saved.Position.ToString(CultureInfo.InvariantCulture),
        Price = Prices.Text(line.Saved.PriceMinor, line.Saved.Currency), Currency = line.Saved.Currency, Opens = TypedTime.Text(line.Saved.OpensAt, time), Closes = TypedTime.Text(line.Saved.ClosesAt, time),
        NeedsCode = line.Saved.NeedsCode, Days = [.. line.Saved.Days], Pools = [.. line.Saved.Pools],
    };

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number as it was typed; one that is out of every range where it is none.</summary>
    public static int Number(string? typed) => int.TryParse(typed?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    public Result<TicketTypeDraft> Read(EventTime time, TicketTypeDraft? shown)
    {
        var (opens, closes) = (TypedTime.Read(Opens, time, shown?.OpensAt, nameof(TicketTypeDraft.OpensAt)), TypedTime.Read(Closes, time, shown?.ClosesAt, nameof(TicketTypeDraft.ClosesAt)));
        var price = Prices.Read(Price, Currency, nameof(Price));
        if (Refusal.Together(price.Refusal, opens.Refusal, closes.Refusal) is { } refusal)
        {
            return refusal;
        }

        return new TicketTypeDraft
        {
            Name = Name, Description = Description, Kind = Kind, Position = Number(Position), PriceMinor = price.Value, Currency = Currency,
            OpensAt = opens.Value?.At, ClosesAt = closes.Value?.At, NeedsCode = NeedsCode, Days = [.. Days.Order()], Pools = [.. Pools.Order()],
        };
    }
}
