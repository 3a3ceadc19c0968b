using System.Data.Common;
using Expo.Core.Data;

namespace Expo.Core.Registration;

/// <summary>
/// The statements of the register path on one connection, prepared when first used. Hand-written because a batch of askers
/// must cost a few trips to the database and not a few for each asker.
/// </summary>
internal sealed class SeatStatements(DbConnection connection, SqlDialect dialect) : IAsyncDisposable
{
    public static readonly string NotCancelled = $"\"State\" <> {(int)AttendeeState.Cancelled}";

    /// <summary>Id, zone, closing instant, last day, who is told of accommodations; the event of this site first (the one that begins last).</summary>
    public Statement Conferences { get; } = new(connection, dialect,
        """
        SELECT c."Id", c."TimeZone", c."RegistrationClosesAt", c."LastDay", s."AccommodationsTo"
        FROM "Conferences" c LEFT JOIN "RegistrationSettings" s ON s."ConferenceId" = c."Id" ORDER BY c."FirstDay" DESC, c."Id"
        """);

    public Statement TicketTypes { get; } = new(connection, dialect,
        """SELECT "Id", "Code", "Kind", "PriceMinor", "NeedsCode", "IsArchived", "OpensAt", "ClosesAt", "Name" FROM "TicketTypes" WHERE "ConferenceId" = @conference""", "conference");

    /// <summary>Ticket type, pool, and whether that counts for each organisation by itself, in the order of the pools.</summary>
    public Statement TypePools { get; } = new(connection, dialect,
        """SELECT d."TicketTypeId", p."Id", p."EachOrganisation" FROM "TicketTypePools" d JOIN "SeatPools" p ON p."Id" = d."SeatPoolId" WHERE p."ConferenceId" = @conference ORDER BY p."Id" """, "conference");

    /// <summary>One row with 1 when a hold or an access code has run out and its seats have not been put back yet.</summary>
    public Statement SomethingRanOut { get; } = new(connection, dialect,
        $"""SELECT CASE WHEN EXISTS (SELECT 1 FROM "Attendees" WHERE "HeldUntil" <= @now AND "HeldUntil" IS NOT NULL AND {NotCancelled}) OR EXISTS (SELECT 1 FROM "AccessCodes" WHERE "SeatsHeld" > 0 AND "EndsAt" <= @now) THEN 1 ELSE 0 END""",
        "now");

    /// <summary>Id, capacity, taken, name. The row locks this takes are what makes every decision after it safe under a rush.</summary>
    public Statement LockPools { get; } = new(connection, dialect,
        dialect.SelectLocked("\"Id\", \"Capacity\", \"Taken\", \"Name\"", "SeatPools", "\"ConferenceId\" = @conference AND \"ParentId\" IS NULL"), "conference");

    /// <summary>Gives each organisation that has none a pool under the one that counts for each.</summary>
    public Statement AddOrganisationPools { get; } = new(connection, dialect,
        $"""
        INSERT INTO "SeatPools" ("ConferenceId", "Name", "Capacity", "Taken", "Ceiling", "EachOrganisation", "ParentId", "OrganisationKey")
        SELECT p."ConferenceId", r."Name", p."Capacity", 0, p."Capacity", {dialect.False}, p."Id", r."Organisation"
        FROM {dialect.Rows(("ParentId", ColumnKind.Integer), ("Organisation", ColumnKind.Text), ("Name", ColumnKind.Text))} r JOIN "SeatPools" p ON p."Id" = r."ParentId"
        WHERE NOT EXISTS (SELECT 1 FROM "SeatPools" c WHERE c."ParentId" = r."ParentId" AND c."OrganisationKey" = r."Organisation")
        """,
        "rows");

    /// <summary>The first line of the ledger of each of these pools that has none: its cap.</summary>
    public Statement TellCaps { get; } = new(connection, dialect,
        $"""
        INSERT INTO "SeatLedger" ("SeatPoolId", "At", "Change", "Ceiling", "Text")
        SELECT r."SeatPoolId", @now, 0, r."Ceiling", r."Text" FROM {dialect.Rows(("SeatPoolId", ColumnKind.Integer), ("Ceiling", ColumnKind.Integer), ("Text", ColumnKind.Text))} r
        WHERE NOT EXISTS (SELECT 1 FROM "SeatLedger" l WHERE l."SeatPoolId" = r."SeatPoolId")
        """,
        "now", "rows");

    /// <summary>Id, capacity, taken, parent, organisation, name. Whoever asks for these holds the locks of all pools that have no parent, so they are locked too.</summary>
    public Statement OrganisationPools { get; } = new(connection, dialect,
        $"""SELECT c."Id", c."Capacity", c."Taken", c."ParentId", c."OrganisationKey", c."Name" FROM "SeatPools" c WHERE c."ParentId" IS NOT NULL AND c."OrganisationKey" IN (SELECT r."Organisation" FROM {dialect.Rows(("Organisation", ColumnKind.Text))} r) ORDER BY c."Id" """,
        "rows");

    /// <summary>Ids of the ticket types that somebody waits for.</summary>
    public Statement WaitingFor { get; } = new(connection, dialect,
        $"""SELECT t."Id" FROM "TicketTypes" t WHERE t."ConferenceId" = @conference AND EXISTS (SELECT 1 FROM "Attendees" a WHERE a."TicketTypeId" = t."Id" AND a."State" = {(int)AttendeeState.Waiting})""", "conference");

    /// <summary>Id, ticket type, organisation and party of those who wait for one of these types, in the order of the line: see <see cref="WaitingLine.InOrder"/>.</summary>
    public Statement Line { get; } = new(connection, dialect,
        $"""SELECT "Id", "TicketTypeId", "Organisation", "Party" FROM "Attendees" WHERE "ConferenceId" = @conference AND "State" = {(int)AttendeeState.Waiting} AND "TicketTypeId" IN (SELECT r."Id" FROM {dialect.Rows(("Id", ColumnKind.Integer))} r) ORDER BY "Priority" DESC, "WaitingSince", "Id" """,
        "conference", "rows");

    /// <summary>Those that have an active registration already.</summary>
    public RegisteredLookUp Registered { get; } = new(connection, dialect);

    /// <summary>Id, code, ticket type, uses left, seats held, end.</summary>
    public Statement AccessCodes { get; } = new(connection, dialect,
        $"""SELECT "Id", "Code", "TicketTypeId", "MostUses" - "Uses", "SeatsHeld", "EndsAt" FROM "AccessCodes" WHERE "ConferenceId" = @conference AND "Code" IN (SELECT r."Code" FROM {dialect.Rows(("Code", ColumnKind.Text))} r)""",
        "conference", "rows");

    /// <summary>The guard stands in the statement itself: even a writer that decided on old numbers cannot oversell.</summary>
    public Statement TakeSeats { get; } = new(connection, dialect,
        """UPDATE "SeatPools" SET "Taken" = "Taken" + @seats WHERE "Id" = @pool AND "Taken" + @seats <= "Capacity" """, "seats", "pool");

    public Statement UseCode { get; } = new(connection, dialect,
        """UPDATE "AccessCodes" SET "Uses" = "Uses" + @uses, "SeatsHeld" = "SeatsHeld" - @seats WHERE "Id" = @code AND "Uses" + @uses <= "MostUses" AND "SeatsHeld" >= @seats""", "uses", "seats", "code");

    /// <summary>Hands back the id of each by its ticket code.</summary>
    public RowInsert<NewAttendee> AddAttendees { get; } = new(
        connection, dialect, "Attendees", NewAttendee.Columns,
        [
            ("ConferenceId", "@conference"), ("RegisteredAt", "@now"), ("Revision", "0"), ("Priority", "0"), ("MissedOffers", "0"),
            ("WaitingSince", $"CASE WHEN r.\"State\" = {(int)AttendeeState.Waiting} THEN @now END"), ("HeldUntil", $"CASE WHEN r.\"State\" = {(int)AttendeeState.Unpaid} THEN @until END"),
        ],
        "conference", "now", "until");

    public RowInsert<NewLedgerLine> AddLedgerLines { get; } = new(connection, dialect, "SeatLedger", NewLedgerLine.Columns, [("At", "@now")], "now");

    public RowInsert<NewAnswer> AddAnswers { get; } = new(connection, dialect, "FormAnswers", NewAnswer.Columns, [("AnsweredAt", "@now")], "now");

    /// <summary>Hands back the ids of those that are due to hear again.</summary>
    public Statement ClaimRepeatLetters { get; } = new(connection, dialect,
        dialect.Update("Attendees", "\"RepeatLetterAt\" = @now", $"\"Id\" IN (SELECT r.\"Id\" FROM {dialect.Rows(("Id", ColumnKind.Integer))} r) AND (\"RepeatLetterAt\" IS NULL OR \"RepeatLetterAt\" <= @before)", "Id"),
        "now", "before", "rows");

    public RowInsert<NewLetter> AddLetters { get; } = new(connection, dialect, "Outbox", NewLetter.Columns, [("CreatedAt", "@now"), ("DueAt", "@now"), ("Attempts", "0")], "now");

    public ValueTask<DbTransaction> BeginAsync(CancellationToken ct) => connection.BeginTransactionAsync(ct);

    public ValueTask DisposeAsync()
    {
        Registered.Dispose();
        AddAttendees.Dispose();
        AddLedgerLines.Dispose();
        AddAnswers.Dispose();
        AddLetters.Dispose();
        return connection.DisposeAsync();
    }
}
