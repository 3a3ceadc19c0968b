using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Expo.Core.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class PaymentsAndAttendeeOrder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_RegistrationLog_ConferenceId",
                table: "RegistrationLog");

            migrationBuilder.RenameIndex(
                name: "IX_Payments_AttendeeId",
                table: "Payments",
                newName: "IX_Payments_Attendee");

            migrationBuilder.AlterColumn<string>(
                name: "Text",
                table: "RegistrationLog",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(500)",
                oldMaxLength: 500);

            migrationBuilder.AlterColumn<string>(
                name: "Key",
                table: "Refunds",
                type: "character varying(255)",
                maxLength: 255,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(64)",
                oldMaxLength: 64);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "CheckoutEndsAt",
                table: "Payments",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<string>(
                name: "Key",
                table: "Payments",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AlterColumn<string>(
                name: "Organisation",
                table: "Attendees",
                type: "character varying(160)",
                maxLength: 160,
                nullable: true,
                collation: "und-x-icu",
                oldClrType: typeof(string),
                oldType: "character varying(160)",
                oldMaxLength: 160,
                oldNullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "Name",
                table: "Attendees",
                type: "character varying(120)",
                maxLength: 120,
                nullable: false,
                collation: "und-x-icu",
                oldClrType: typeof(string),
                oldType: "character varying(120)",
                oldMaxLength: 120);

            migrationBuilder.CreateTable(
                name: "PaymentNotes",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    PaymentId = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    By = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    Text = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false)
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

            migrationBuilder.CreateIndex(
                name: "IX_RegistrationLog_ConferenceId_AttendeeId_Id",
                table: "RegistrationLog",
                columns: new[] { "ConferenceId", "AttendeeId", "Id" });

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
                name: "IX_Attendees_ByLine",
                table: "Attendees",
                columns: new[] { "ConferenceId", "Priority", "WaitingSince", "Id" },
                descending: new[] { false, true, false, false },
                filter: "\"State\" = 1");

            migrationBuilder.CreateIndex(
                name: "IX_Attendees_ByName",
                table: "Attendees",
                columns: new[] { "ConferenceId", "Name", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Attendees_ByOrganisation",
                table: "Attendees",
                columns: new[] { "ConferenceId", "Organisation", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Attendees_ByRegistered",
                table: "Attendees",
                columns: new[] { "ConferenceId", "RegisteredAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Attendees_ByState",
                table: "Attendees",
                columns: new[] { "ConferenceId", "State", "RegisteredAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Attendees_ByTicketType",
                table: "Attendees",
                columns: new[] { "ConferenceId", "TicketTypeId", "RegisteredAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_PaymentNotes_PaymentId",
                table: "PaymentNotes",
                column: "PaymentId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PaymentNotes");

            migrationBuilder.DropIndex(
                name: "IX_RegistrationLog_ConferenceId_AttendeeId_Id",
                table: "RegistrationLog");

            migrationBuilder.DropIndex(
                name: "IX_Payments_Key",
                table: "Payments");

            migrationBuilder.DropIndex(
                name: "IX_Payments_OneOpen",
                table: "Payments");

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
                name: "IX_Attendees_ByTicketType",
                table: "Attendees");

            migrationBuilder.DropColumn(
                name: "CheckoutEndsAt",
                table: "Payments");

            migrationBuilder.DropColumn(
                name: "Key",
                table: "Payments");

            migrationBuilder.RenameIndex(
                name: "IX_Payments_Attendee",
                table: "Payments",
                newName: "IX_Payments_AttendeeId");

            migrationBuilder.AlterColumn<string>(
                name: "Text",
                table: "RegistrationLog",
                type: "character varying(500)",
                maxLength: 500,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(1000)",
                oldMaxLength: 1000);

            migrationBuilder.AlterColumn<string>(
                name: "Key",
                table: "Refunds",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(255)",
                oldMaxLength: 255);

            migrationBuilder.AlterColumn<string>(
                name: "Organisation",
                table: "Attendees",
                type: "character varying(160)",
                maxLength: 160,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(160)",
                oldMaxLength: 160,
                oldNullable: true,
                oldCollation: "und-x-icu");

            migrationBuilder.AlterColumn<string>(
                name: "Name",
                table: "Attendees",
                type: "character varying(120)",
                maxLength: 120,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(120)",
                oldMaxLength: 120,
                oldCollation: "und-x-icu");

            migrationBuilder.CreateIndex(
                name: "IX_RegistrationLog_ConferenceId",
                table: "RegistrationLog",
                column: "ConferenceId");
        }
    }
}
