using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Expo.Core.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class AddWaitingSince : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Attendees_TicketTypeId_State_RegisteredAt",
                table: "Attendees");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "RepeatLetterAt",
                table: "Attendees",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "WaitingSince",
                table: "Attendees",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Attendees_TicketTypeId_State_WaitingSince",
                table: "Attendees",
                columns: new[] { "TicketTypeId", "State", "WaitingSince" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Attendees_TicketTypeId_State_WaitingSince",
                table: "Attendees");

            migrationBuilder.DropColumn(
                name: "RepeatLetterAt",
                table: "Attendees");

            migrationBuilder.DropColumn(
                name: "WaitingSince",
                table: "Attendees");

            migrationBuilder.CreateIndex(
                name: "IX_Attendees_TicketTypeId_State_RegisteredAt",
                table: "Attendees",
                columns: new[] { "TicketTypeId", "State", "RegisteredAt" });
        }
    }
}
