using Expo.Core.Data;

namespace Expo.Core.Registration;

/// <summary>What differs between the people of one batch.</summary>
internal sealed record NewAttendee(
    int TicketTypeId, string TicketCode, string Name, string Email, string NormalisedEmail, string? Organisation, string? Country, string? AccessNeeds, int State,
    string? Party, int? AccessCodeId, int? PrivacyStatementId, int Accommodation)
{
    /// <summary>Its key until the database has given it one.</summary>
    public static readonly Column<NewAttendee> Code = new(nameof(TicketCode), row => row.TicketCode);

    public static readonly Column<NewAttendee>[] Columns =
    [
        new(nameof(TicketTypeId), row => row.TicketTypeId), Code, new(nameof(Name), row => row.Name), new(nameof(Email), row => row.Email),
        new(nameof(NormalisedEmail), row => row.NormalisedEmail), new(nameof(Organisation), row => row.Organisation), new(nameof(Country), row => row.Country),
        new(nameof(AccessNeeds), row => row.AccessNeeds), new(nameof(State), row => row.State), new(nameof(Party), row => row.Party),
        new(nameof(AccessCodeId), row => row.AccessCodeId), new(nameof(PrivacyStatementId), row => row.PrivacyStatementId), new(nameof(Accommodation), row => row.Accommodation),
    ];
}

internal sealed record NewLedgerLine(int SeatPoolId, int? AttendeeId, int? AccessCodeId, int Change, string Text)
{
    public static readonly Column<NewLedgerLine>[] Columns =
    [
        new(nameof(SeatPoolId), row => row.SeatPoolId), new(nameof(AttendeeId), row => row.AttendeeId), new(nameof(AccessCodeId), row => row.AccessCodeId),
        new(nameof(Change), row => row.Change), new(nameof(Text), row => row.Text),
    ];
}

internal sealed record NewAnswer(int AttendeeId, int FormQuestionId, string Value)
{
    public static readonly Column<NewAnswer>[] Columns =
        [new(nameof(AttendeeId), row => row.AttendeeId), new(nameof(FormQuestionId), row => row.FormQuestionId), new(nameof(Value), row => row.Value)];
}

internal sealed record NewLetter(string Template, string Recipient, int SubjectId, int Version)
{
    public static readonly Column<NewLetter>[] Columns =
    [
        new(nameof(Template), row => row.Template), new(nameof(Recipient), row => row.Recipient), new(nameof(SubjectId), row => row.SubjectId), new(nameof(Version), row => row.Version),
    ];
}
