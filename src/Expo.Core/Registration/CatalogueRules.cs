using Expo.Core.Agenda;

namespace Expo.Core.Registration;

/// <summary>Reads what an organiser typed: cleaned, or all mistakes with their fields.</summary>
internal static class CatalogueRules
{
    private const int MostChoices = 50;

    /// <summary>Lower case, so that two codes never differ by case alone.</summary>
    public static Result<string> TypeCode(string? typed)
    {
        var code = typed?.Trim().ToLowerInvariant() ?? "";
        return code.Length is 0 or > TicketType.LongestCode || code == Places.Waiting || !code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-') ? CatalogueRefusals.CodeMalformed : code;
    }

    public static Result<TicketTypeDraft> Read(TicketTypeDraft draft, Conference conference)
    {
        var mistake = Refusal.Together(
            Line(draft.Name, 120) is null ? CatalogueRefusals.NameMissing : null,
            !Fits(draft.Description, 300) ? CatalogueRefusals.DescriptionTooLong : null,
            draft.Position is < 0 or > 1000 ? CatalogueRefusals.PositionWrong : null,
            !Prices.IsPossible(draft.PriceMinor) ? CatalogueRefusals.NoPrice("Price") : null,
            !Prices.Currencies.Contains(draft.Currency) ? CatalogueRefusals.CurrencyUnknown : null,
            draft.ClosesAt <= draft.OpensAt ? CatalogueRefusals.WindowBackwards : null,
            draft.Days.Any(d => d < conference.FirstDay || d > conference.LastDay) ? CatalogueRefusals.DayUnknown : null);
        return mistake is not null ? mistake : draft with
        {
            Name = Line(draft.Name, 120), Description = PlainText.OrNull(draft.Description), Days = [.. draft.Days.Distinct().Order()], Pools = [.. draft.Pools.Distinct().Order()],
        };
    }

    public static Result<CodeOrder> Read(CodeOrder order, DateTimeOffset now)
    {
        var word = string.IsNullOrWhiteSpace(order.Word) ? null : AccessCode.Normalise(order.Word) ?? "";
        var mistake = Refusal.Together(
            word is not null && (word.Length < 4 || !word.All(char.IsAsciiLetterOrDigit)) ? CatalogueRefusals.WordMalformed : null,
            order.Count is < 1 or > CatalogueService.MostCodes ? CatalogueRefusals.CountWrong : word is not null && order.Count != 1 ? CatalogueRefusals.WordForOne : null,
            order.MostUses is < 1 or > CatalogueService.MostUses ? CatalogueRefusals.UsesWrong : null,
            order.EndsAt <= now ? CatalogueRefusals.EndPassed : null,
            Line(order.Note, 200) is null ? CatalogueRefusals.NoteMissing : null);
        return mistake is not null ? mistake : order with { Word = word, Note = Line(order.Note, 200) };
    }

    /// <param name="draft">As it was typed.</param>
    /// <param name="ticketTypes">Codes that the event has.</param>
    public static Result<QuestionDraft> Read(QuestionDraft draft, IReadOnlyCollection<string> ticketTypes)
    {
        var choices = draft.Kind == AnswerKind.Choice ? draft.Choices.Select(PlainText.OrNull).OfType<string>().ToList() : [];
        var mistake = Refusal.Together(
            Line(draft.Label, 200) is null ? CatalogueRefusals.LabelMissing : null,
            !Fits(draft.Hint, 300) ? CatalogueRefusals.HintTooLong : null,
            draft.Kind == AnswerKind.Choice && (choices.Count is < 2 or > MostChoices || choices.Distinct().Count() != choices.Count || choices.Exists(c => Line(c, 200) is null)) ? CatalogueRefusals.ChoicesWrong : null,
            Line(draft.Purpose, 300) is null ? CatalogueRefusals.PurposeMissing : null,
            draft.KeepDays is < 1 or > 3650 ? CatalogueRefusals.KeepDaysWrong : null,
            draft.TicketTypes.Except(ticketTypes).Any() ? CatalogueRefusals.TicketUnknown : null);
        return mistake is not null ? mistake : draft with
        {
            Label = Line(draft.Label, 200), Hint = PlainText.OrNull(draft.Hint), Choices = choices, Purpose = Line(draft.Purpose, 300), TicketTypes = [.. draft.TicketTypes.Distinct().Order(StringComparer.Ordinal)],
        };
    }

    /// <summary>What holds whatever was saved before; the reconfirmation is looked at beside what was saved.</summary>
    public static Result<SettingsDraft> Read(SettingsDraft draft, Conference conference)
    {
        var to = string.IsNullOrWhiteSpace(draft.AccommodationsTo) ? null : draft.AccommodationsTo;
        var address = to is null ? null : EmailAddresses.Normalise(to).Refusal;
        var mistake = Refusal.Together(
            draft.OfferHours is < 1 or > 336 ? CatalogueRefusals.OfferHoursWrong : null,
            draft.ReconfirmFrom is null != draft.ReconfirmBy is null ? CatalogueRefusals.ReconfirmHalf : null,
            draft.AccommodationsBy > Conference.RegistrationEnd(null, conference.LastDay, conference.TimeZone) ? CatalogueRefusals.AccommodationsLate : null,
            address is null ? null : address with { Field = nameof(SettingsDraft.AccommodationsTo) });
        return mistake is not null ? mistake : draft with { AccommodationsTo = to is null ? null : EmailAddresses.Deliverable(to) };
    }

    private static string? Line(string? typed, int longest) => PlainText.OrNull(typed) is { } text && text.Length <= longest && PlainText.IsOneLine(text) ? text : null;

    private static bool Fits(string? typed, int longest) => PlainText.OrNull(typed) is null || Line(typed, longest) is not null;
}
