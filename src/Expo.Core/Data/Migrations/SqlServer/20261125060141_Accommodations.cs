using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Expo.Core.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Accommodations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "AccommodationAskedAt",
                table: "Attendees",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "AccommodationReply",
                table: "Attendees",
                type: "nvarchar(500)",
                maxLength: 500,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "AccommodationAskedAt",
                table: "Attendees");

            migrationBuilder.DropColumn(
                name: "AccommodationReply",
                table: "Attendees");
        }
    }
}
