using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Expo.Core.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class RegistrationPaymentsDoorMail : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_TicketTypes_SeatPools_SeatPoolId",
                table: "TicketTypes");

            migrationBuilder.DropIndex(
                name: "IX_TicketTypes_SeatPoolId",
                table: "TicketTypes");

            migrationBuilder.DropCheckConstraint(
                name: "CK_SeatPools_Taken",
                table: "SeatPools");

            migrationBuilder.AddColumn<long>(
                name: "OpensAt",
                table: "TicketTypes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ClosesAt",
                table: "TicketTypes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Currency",
                table: "TicketTypes",
                type: "TEXT",
                maxLength: 3,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Days",
                table: "TicketTypes",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "Description",
                table: "TicketTypes",
                type: "TEXT",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsArchived",
                table: "TicketTypes",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "Kind",
                table: "TicketTypes",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "NeedsCode",
                table: "TicketTypes",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "Position",
                table: "TicketTypes",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "PriceMinor",
                table: "TicketTypes",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "Ceiling",
                table: "SeatPools",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "EachOrganisation",
                table: "SeatPools",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "OrganisationKey",
                table: "SeatPools",
                type: "TEXT",
                maxLength: 160,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ParentId",
                table: "SeatPools",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "AccessCodeId",
                table: "SeatLedger",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Ceiling",
                table: "SeatLedger",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "Organisation",
                table: "Attendees",
                type: "TEXT",
                maxLength: 160,
                nullable: true,
                collation: "NOCASE",
                oldClrType: typeof(string),
                oldType: "TEXT",
                oldMaxLength: 160,
                oldNullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "Name",
                table: "Attendees",
                type: "TEXT",
                maxLength: 120,
                nullable: false,
                collation: "NOCASE",
                oldClrType: typeof(string),
                oldType: "TEXT",
                oldMaxLength: 120);

            migrationBuilder.AddColumn<int>(
                name: "AccessCodeId",
                table: "Attendees",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Accommodation",
                table: "Attendees",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "AccommodationAskedAt",
                table: "Attendees",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "AccommodationReply",
                table: "Attendees",
                type: "TEXT",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "HeldUntil",
                table: "Attendees",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "MissedOffers",
                table: "Attendees",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "OnSiteSince",
                table: "Attendees",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Party",
                table: "Attendees",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Priority",
                table: "Attendees",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "PrivacyStatementId",
                table: "Attendees",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ReconfirmedAt",
                table: "Attendees",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "AccessCodes",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ConferenceId = table.Column<int>(type: "INTEGER", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Note = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    TicketTypeId = table.Column<int>(type: "INTEGER", nullable: false),
                    MostUses = table.Column<int>(type: "INTEGER", nullable: false),
                    Uses = table.Column<int>(type: "INTEGER", nullable: false),
                    SeatsHeld = table.Column<int>(type: "INTEGER", nullable: false),
                    EndsAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccessCodes", x => x.Id);
                    table.CheckConstraint("CK_AccessCodes_Uses", "\"Uses\" >= 0 AND \"Uses\" <= \"MostUses\" AND \"SeatsHeld\" >= 0");
                    table.ForeignKey(
                        name: "FK_AccessCodes_Conferences_ConferenceId",
                        column: x => x.ConferenceId,
                        principalTable: "Conferences",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_AccessCodes_TicketTypes_TicketTypeId",
                        column: x => x.TicketTypeId,
                        principalTable: "TicketTypes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "BulkLetters",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ConferenceId = table.Column<int>(type: "INTEGER", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Text = table.Column<string>(type: "TEXT", maxLength: 10000, nullable: false),
                    Segment = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    ConfirmedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ConfirmedBy = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    Recipients = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_BulkLetters", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "CheckIns",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    AttendeeId = table.Column<int>(type: "INTEGER", nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    ScannedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Door = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    ScanKey = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CheckIns", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CheckIns_Attendees_AttendeeId",
                        column: x => x.AttendeeId,
                        principalTable: "Attendees",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "DoorScans",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ConferenceId = table.Column<int>(type: "INTEGER", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    AttendeeId = table.Column<int>(type: "INTEGER", nullable: true),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    ScannedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Door = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Result = table.Column<int>(type: "INTEGER", nullable: false),
                    ToldOffline = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DoorScans", x => x.Id);
                    table.ForeignKey(
                        name: "FK_DoorScans_Attendees_AttendeeId",
                        column: x => x.AttendeeId,
                        principalTable: "Attendees",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_DoorScans_Conferences_ConferenceId",
                        column: x => x.ConferenceId,
                        principalTable: "Conferences",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "FormQuestions",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ConferenceId = table.Column<int>(type: "INTEGER", nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Label = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Hint = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    IsRequired = table.Column<bool>(type: "INTEGER", nullable: false),
                    Choices = table.Column<string>(type: "TEXT", nullable: false),
                    Purpose = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    KeepDays = table.Column<int>(type: "INTEGER", nullable: false),
                    TicketTypes = table.Column<string>(type: "TEXT", nullable: false),
                    IsArchived = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FormQuestions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_FormQuestions_Conferences_ConferenceId",
                        column: x => x.ConferenceId,
                        principalTable: "Conferences",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "MailSuppressions",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Recipient = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailSuppressions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PaymentEvents",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Type = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PaymentEvents", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Payments",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    AttendeeId = table.Column<int>(type: "INTEGER", nullable: false),
                    AmountMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    RefundedMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    CheckoutId = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    CheckoutUrl = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    CheckoutEndsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    IntentId = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    PaidAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Look = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Payments", x => x.Id);
                    table.CheckConstraint("CK_Payments_Refunded", "\"AmountMinor\" > 0 AND \"RefundedMinor\" >= 0 AND \"RefundedMinor\" <= \"AmountMinor\"");
                    table.ForeignKey(
                        name: "FK_Payments_Attendees_AttendeeId",
                        column: x => x.AttendeeId,
                        principalTable: "Attendees",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "PrivacyStatements",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ConferenceId = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Authority = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Purpose = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    RoutineUses = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Disclosure = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    PublishedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PrivacyStatements", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PrivacyStatements_Conferences_ConferenceId",
                        column: x => x.ConferenceId,
                        principalTable: "Conferences",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RegistrationLog",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ConferenceId = table.Column<int>(type: "INTEGER", nullable: false),
                    AttendeeId = table.Column<int>(type: "INTEGER", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Text = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RegistrationLog", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RegistrationLog_Attendees_AttendeeId",
                        column: x => x.AttendeeId,
                        principalTable: "Attendees",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_RegistrationLog_Conferences_ConferenceId",
                        column: x => x.ConferenceId,
                        principalTable: "Conferences",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "RegistrationSettings",
                columns: table => new
                {
                    ConferenceId = table.Column<int>(type: "INTEGER", nullable: false),
                    OfferHours = table.Column<int>(type: "INTEGER", nullable: false),
                    MissedOffer = table.Column<int>(type: "INTEGER", nullable: false),
                    ReconfirmFrom = table.Column<long>(type: "INTEGER", nullable: true),
                    ReconfirmBy = table.Column<long>(type: "INTEGER", nullable: true),
                    ReconfirmAskedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AccommodationsBy = table.Column<long>(type: "INTEGER", nullable: true),
                    AccommodationsTo = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    HonourLatePayments = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RegistrationSettings", x => x.ConferenceId);
                    table.ForeignKey(
                        name: "FK_RegistrationSettings_Conferences_ConferenceId",
                        column: x => x.ConferenceId,
                        principalTable: "Conferences",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "TicketTypePools",
                columns: table => new
                {
                    TicketTypeId = table.Column<int>(type: "INTEGER", nullable: false),
                    SeatPoolId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TicketTypePools", x => new { x.TicketTypeId, x.SeatPoolId });
                    table.ForeignKey(
                        name: "FK_TicketTypePools_SeatPools_SeatPoolId",
                        column: x => x.SeatPoolId,
                        principalTable: "SeatPools",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_TicketTypePools_TicketTypes_TicketTypeId",
                        column: x => x.TicketTypeId,
                        principalTable: "TicketTypes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Outbox",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Template = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Recipient = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    SubjectId = table.Column<long>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    BulkLetterId = table.Column<int>(type: "INTEGER", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LeasedUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    SentAt = table.Column<long>(type: "INTEGER", nullable: true),
                    FailedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DroppedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastError = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    UnsubscribeToken = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Outbox", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Outbox_BulkLetters_BulkLetterId",
                        column: x => x.BulkLetterId,
                        principalTable: "BulkLetters",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "FormAnswers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    AttendeeId = table.Column<int>(type: "INTEGER", nullable: false),
                    FormQuestionId = table.Column<int>(type: "INTEGER", nullable: false),
                    Value = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    AnsweredAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FormAnswers", x => x.Id);
                    table.ForeignKey(
                        name: "FK_FormAnswers_Attendees_AttendeeId",
                        column: x => x.AttendeeId,
                        principalTable: "Attendees",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_FormAnswers_FormQuestions_FormQuestionId",
                        column: x => x.FormQuestionId,
                        principalTable: "FormQuestions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "PaymentNotes",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    PaymentId = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Text = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PaymentNotes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PaymentNotes_Payments_PaymentId",
                        column: x => x.PaymentId,
                        principalTable: "Payments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Refunds",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    PaymentId = table.Column<int>(type: "INTEGER", nullable: false),
                    AmountMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    ProviderId = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DoneAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Refunds", x => x.Id);
                    table.CheckConstraint("CK_Refunds_Amount", "\"AmountMinor\" > 0");
                    table.ForeignKey(
                        name: "FK_Refunds_Payments_PaymentId",
                        column: x => x.PaymentId,
                        principalTable: "Payments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "CK_TicketTypes_Price",
                table: "TicketTypes",
                sql: "\"PriceMinor\" >= 0");

            migrationBuilder.CreateIndex(
                name: "IX_SeatPools_OneForEachOrganisation",
                table: "SeatPools",
                columns: new[] { "ParentId", "OrganisationKey" },
                unique: true,
                filter: "\"ParentId\" IS NOT NULL");

            // What stood in the one column becomes rows, and a pool may reach what it holds: nobody loses a seat by the change.
            migrationBuilder.Sql("INSERT INTO \"TicketTypePools\" (\"TicketTypeId\", \"SeatPoolId\") SELECT \"Id\", \"SeatPoolId\" FROM \"TicketTypes\" WHERE \"SeatPoolId\" IS NOT NULL");
            migrationBuilder.Sql("UPDATE \"SeatPools\" SET \"Ceiling\" = \"Capacity\"");
            migrationBuilder.Sql("UPDATE \"TicketTypes\" SET \"Currency\" = 'usd', \"Kind\" = CASE WHEN \"Code\" = 'stream' THEN 1 ELSE 0 END, \"Position\" = CASE WHEN \"Code\" = 'stream' THEN 2 ELSE 1 END");

            migrationBuilder.DropColumn(
                name: "SeatPoolId",
                table: "TicketTypes");

            migrationBuilder.AddCheckConstraint(
                name: "CK_SeatPools_Taken",
                table: "SeatPools",
                sql: "\"Taken\" >= 0 AND \"Taken\" <= \"Ceiling\" AND \"Ceiling\" >= \"Capacity\"");

            migrationBuilder.CreateIndex(
                name: "IX_SeatLedger_AccessCodeId",
                table: "SeatLedger",
                column: "AccessCodeId",
                filter: "\"AccessCodeId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Attendees_AccessCodeId",
                table: "Attendees",
                column: "AccessCodeId",
                filter: "\"AccessCodeId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Attendees_ByLine",
                table: "Attendees",
                columns: new[] { "ConferenceId", "Priority", "WaitingSince", "Id" },
                descending: new[] { false, true, false, false },
                filter: "\"State\" = 1");

            migrationBuilder.CreateIndex(
                name: "IX_Attendees_ByName",
                table: "Attendees",
                columns: new[] { "ConferenceId", "Name", "Id" },
                filter: "\"Email\" <> ''");

            migrationBuilder.CreateIndex(
                name: "IX_Attendees_ByOrganisation",
                table: "Attendees",
                columns: new[] { "ConferenceId", "Organisation", "Id" },
                filter: "\"Email\" <> ''");

            migrationBuilder.CreateIndex(
                name: "IX_Attendees_ByRegistered",
                table: "Attendees",
                columns: new[] { "ConferenceId", "RegisteredAt", "Id" },
                filter: "\"Email\" <> ''");

            migrationBuilder.CreateIndex(
                name: "IX_Attendees_ByState",
                table: "Attendees",
                columns: new[] { "ConferenceId", "State", "RegisteredAt", "Id", "TicketTypeId" },
                filter: "\"Email\" <> ''");

            migrationBuilder.CreateIndex(
                name: "IX_Attendees_Held",
                table: "Attendees",
                column: "HeldUntil",
                filter: "\"HeldUntil\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Attendees_Party",
                table: "Attendees",
                column: "Party",
                filter: "\"Party\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Attendees_PrivacyStatementId",
                table: "Attendees",
                column: "PrivacyStatementId");

            migrationBuilder.CreateIndex(
                name: "IX_AccessCodes_ConferenceId_Code",
                table: "AccessCodes",
                columns: new[] { "ConferenceId", "Code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AccessCodes_TicketTypeId",
                table: "AccessCodes",
                column: "TicketTypeId");

            migrationBuilder.CreateIndex(
                name: "IX_CheckIns_OncePerDay",
                table: "CheckIns",
                columns: new[] { "AttendeeId", "Day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DoorScans_AttendeeId",
                table: "DoorScans",
                column: "AttendeeId");

            migrationBuilder.CreateIndex(
                name: "IX_DoorScans_ConferenceId_ReceivedAt",
                table: "DoorScans",
                columns: new[] { "ConferenceId", "ReceivedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_DoorScans_Key",
                table: "DoorScans",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_FormAnswers_AttendeeId_FormQuestionId",
                table: "FormAnswers",
                columns: new[] { "AttendeeId", "FormQuestionId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_FormAnswers_FormQuestionId",
                table: "FormAnswers",
                column: "FormQuestionId");

            migrationBuilder.CreateIndex(
                name: "IX_FormQuestions_ConferenceId",
                table: "FormQuestions",
                column: "ConferenceId");

            migrationBuilder.CreateIndex(
                name: "IX_MailSuppressions_Recipient_Kind",
                table: "MailSuppressions",
                columns: new[] { "Recipient", "Kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_BulkLetterId",
                table: "Outbox",
                column: "BulkLetterId",
                filter: "\"BulkLetterId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_Due",
                table: "Outbox",
                columns: new[] { "DueAt", "Id" },
                filter: "\"SentAt\" IS NULL AND \"FailedAt\" IS NULL AND \"DroppedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_Once",
                table: "Outbox",
                columns: new[] { "SubjectId", "Template", "Version", "Recipient" },
                unique: true,
                filter: "\"Recipient\" <> ''");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_Unsubscribe",
                table: "Outbox",
                column: "UnsubscribeToken",
                unique: true,
                filter: "\"UnsubscribeToken\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_PaymentNotes_PaymentId",
                table: "PaymentNotes",
                column: "PaymentId");

            migrationBuilder.CreateIndex(
                name: "IX_Payments_Attendee",
                table: "Payments",
                column: "AttendeeId");

            migrationBuilder.CreateIndex(
                name: "IX_Payments_Checkout",
                table: "Payments",
                column: "CheckoutId",
                unique: true,
                filter: "\"CheckoutId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Payments_Intent",
                table: "Payments",
                column: "IntentId",
                unique: true,
                filter: "\"IntentId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Payments_Key",
                table: "Payments",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Payments_OneOpen",
                table: "Payments",
                column: "AttendeeId",
                unique: true,
                filter: "\"State\" = 0");

            migrationBuilder.CreateIndex(
                name: "IX_PrivacyStatements_ConferenceId_Version",
                table: "PrivacyStatements",
                columns: new[] { "ConferenceId", "Version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Refunds_Key",
                table: "Refunds",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Refunds_PaymentId",
                table: "Refunds",
                column: "PaymentId");

            migrationBuilder.CreateIndex(
                name: "IX_RegistrationLog_AttendeeId",
                table: "RegistrationLog",
                column: "AttendeeId");

            migrationBuilder.CreateIndex(
                name: "IX_RegistrationLog_ConferenceId_AttendeeId_Id",
                table: "RegistrationLog",
                columns: new[] { "ConferenceId", "AttendeeId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_TicketTypePools_SeatPoolId",
                table: "TicketTypePools",
                column: "SeatPoolId");

            migrationBuilder.AddForeignKey(
                name: "FK_Attendees_AccessCodes_AccessCodeId",
                table: "Attendees",
                column: "AccessCodeId",
                principalTable: "AccessCodes",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_Attendees_PrivacyStatements_PrivacyStatementId",
                table: "Attendees",
                column: "PrivacyStatementId",
                principalTable: "PrivacyStatements",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_SeatLedger_AccessCodes_AccessCodeId",
                table: "SeatLedger",
                column: "AccessCodeId",
                principalTable: "AccessCodes",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_SeatPools_SeatPools_ParentId",
                table: "SeatPools",
                column: "ParentId",
                principalTable: "SeatPools",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Attendees_AccessCodes_AccessCodeId",
                table: "Attendees");

            migrationBuilder.DropForeignKey(
                name: "FK_Attendees_PrivacyStatements_PrivacyStatementId",
                table: "Attendees");

            migrationBuilder.DropForeignKey(
                name: "FK_SeatLedger_AccessCodes_AccessCodeId",
                table: "SeatLedger");

            migrationBuilder.DropForeignKey(
                name: "FK_SeatPools_SeatPools_ParentId",
                table: "SeatPools");

            migrationBuilder.DropTable(
                name: "AccessCodes");

            migrationBuilder.DropTable(
                name: "CheckIns");

            migrationBuilder.DropTable(
                name: "DoorScans");

            migrationBuilder.DropTable(
                name: "FormAnswers");

            migrationBuilder.DropTable(
                name: "MailSuppressions");

            migrationBuilder.DropTable(
                name: "Outbox");

            migrationBuilder.DropTable(
                name: "PaymentEvents");

            migrationBuilder.DropTable(
                name: "PaymentNotes");

            migrationBuilder.DropTable(
                name: "PrivacyStatements");

            migrationBuilder.DropTable(
                name: "Refunds");

            migrationBuilder.DropTable(
                name: "RegistrationLog");

            migrationBuilder.DropTable(
                name: "RegistrationSettings");

            migrationBuilder.DropTable(
                name: "TicketTypePools");

            migrationBuilder.DropTable(
                name: "FormQuestions");

            migrationBuilder.DropTable(
                name: "BulkLetters");

            migrationBuilder.DropTable(
                name: "Payments");

            migrationBuilder.DropCheckConstraint(
                name: "CK_TicketTypes_Price",
                table: "TicketTypes");

            migrationBuilder.DropIndex(
                name: "IX_SeatPools_OneForEachOrganisation",
                table: "SeatPools");

            migrationBuilder.DropCheckConstraint(
                name: "CK_SeatPools_Taken",
                table: "SeatPools");

            migrationBuilder.DropIndex(
                name: "IX_SeatLedger_AccessCodeId",
                table: "SeatLedger");

            migrationBuilder.DropIndex(
                name: "IX_Attendees_AccessCodeId",
                table: "Attendees");

            migrationBuilder.DropIndex(
                name: "IX_Attendees_ByLine",
                table: "Attendees");

            migrationBuilder.DropIndex(
                name: "IX_Attendees_ByName",
                table: "Attendees");

            migrationBuilder.DropIndex(
                name: "IX_Attendees_ByOrganisation",
                table: "Attendees");

            migrationBuilder.DropIndex(
                name: "IX_Attendees_ByRegistered",
                table: "Attendees");

            migrationBuilder.DropIndex(
                name: "IX_Attendees_ByState",
                table: "Attendees");

            migrationBuilder.DropIndex(
                name: "IX_Attendees_Held",
                table: "Attendees");

            migrationBuilder.DropIndex(
                name: "IX_Attendees_Party",
                table: "Attendees");

            migrationBuilder.DropIndex(
                name: "IX_Attendees_PrivacyStatementId",
                table: "Attendees");

            migrationBuilder.DropColumn(
                name: "ClosesAt",
                table: "TicketTypes");

            migrationBuilder.DropColumn(
                name: "Currency",
                table: "TicketTypes");

            migrationBuilder.DropColumn(
                name: "Days",
                table: "TicketTypes");

            migrationBuilder.DropColumn(
                name: "Description",
                table: "TicketTypes");

            migrationBuilder.DropColumn(
                name: "IsArchived",
                table: "TicketTypes");

            migrationBuilder.DropColumn(
                name: "Kind",
                table: "TicketTypes");

            migrationBuilder.DropColumn(
                name: "NeedsCode",
                table: "TicketTypes");

            migrationBuilder.DropColumn(
                name: "Position",
                table: "TicketTypes");

            migrationBuilder.DropColumn(
                name: "PriceMinor",
                table: "TicketTypes");

            migrationBuilder.DropColumn(
                name: "Ceiling",
                table: "SeatPools");

            migrationBuilder.DropColumn(
                name: "EachOrganisation",
                table: "SeatPools");

            migrationBuilder.DropColumn(
                name: "OrganisationKey",
                table: "SeatPools");

            migrationBuilder.DropColumn(
                name: "ParentId",
                table: "SeatPools");

            migrationBuilder.DropColumn(
                name: "AccessCodeId",
                table: "SeatLedger");

            migrationBuilder.DropColumn(
                name: "Ceiling",
                table: "SeatLedger");

            migrationBuilder.DropColumn(
                name: "AccessCodeId",
                table: "Attendees");

            migrationBuilder.DropColumn(
                name: "Accommodation",
                table: "Attendees");

            migrationBuilder.DropColumn(
                name: "AccommodationAskedAt",
                table: "Attendees");

            migrationBuilder.DropColumn(
                name: "AccommodationReply",
                table: "Attendees");

            migrationBuilder.DropColumn(
                name: "HeldUntil",
                table: "Attendees");

            migrationBuilder.DropColumn(
                name: "MissedOffers",
                table: "Attendees");

            migrationBuilder.DropColumn(
                name: "OnSiteSince",
                table: "Attendees");

            migrationBuilder.DropColumn(
                name: "Party",
                table: "Attendees");

            migrationBuilder.DropColumn(
                name: "Priority",
                table: "Attendees");

            migrationBuilder.DropColumn(
                name: "PrivacyStatementId",
                table: "Attendees");

            migrationBuilder.DropColumn(
                name: "ReconfirmedAt",
                table: "Attendees");

            migrationBuilder.DropColumn(
                name: "OpensAt",
                table: "TicketTypes");

            migrationBuilder.AddColumn<int>(
                name: "SeatPoolId",
                table: "TicketTypes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "Organisation",
                table: "Attendees",
                type: "TEXT",
                maxLength: 160,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "TEXT",
                oldMaxLength: 160,
                oldNullable: true,
                oldCollation: "NOCASE");

            migrationBuilder.AlterColumn<string>(
                name: "Name",
                table: "Attendees",
                type: "TEXT",
                maxLength: 120,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "TEXT",
                oldMaxLength: 120,
                oldCollation: "NOCASE");

            migrationBuilder.CreateIndex(
                name: "IX_TicketTypes_SeatPoolId",
                table: "TicketTypes",
                column: "SeatPoolId");

            migrationBuilder.AddCheckConstraint(
                name: "CK_SeatPools_Taken",
                table: "SeatPools",
                sql: "\"Taken\" >= 0 AND \"Taken\" <= \"Capacity\"");

            migrationBuilder.AddForeignKey(
                name: "FK_TicketTypes_SeatPools_SeatPoolId",
                table: "TicketTypes",
                column: "SeatPoolId",
                principalTable: "SeatPools",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }
    }
}
