namespace Expo.Core.Registration;

/// <summary>Every "no" to a change of ticket types, pools, codes and questions.</summary>
public static class CatalogueRefusals
{
    public static readonly Refusal NameMissing = Refusal.Invalid("catalogue.name", "Enter a name of at most 120 characters.", "Name");

    public static readonly Refusal UnknownType = Refusal.NotFound("catalogue.unknown-type", "There is no such ticket type. Reload the page.");

    public static readonly Refusal NotEnoughToHoldBack = Refusal.Conflict("catalogue.not-enough", "There are not that many free seats to hold back. Hold back fewer, or raise the cap first.");
}
