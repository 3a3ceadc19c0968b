using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Expo.Core.Data.Migrations.Sqlite
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

            migrationBuilder.AddColumn<long>(
                name: "CheckoutEndsAt",
                table: "Payments",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "Key",
                table: "Payments",
                type: "TEXT",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

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
                name: "IX_RegistrationLog_ConferenceId",
                table: "RegistrationLog",
                column: "ConferenceId");
        }
    }
}
