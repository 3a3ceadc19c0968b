using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Expo.Core.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class PublishingEdits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "WithdrawnAt",
                table: "Recordings",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Edit",
                table: "FaqEntries",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "EditedAt",
                table: "FaqEntries",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EditedBy",
                table: "FaqEntries",
                type: "character varying(120)",
                maxLength: 120,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "WithdrawnAt",
                table: "Recordings");

            migrationBuilder.DropColumn(
                name: "Edit",
                table: "FaqEntries");

            migrationBuilder.DropColumn(
                name: "EditedAt",
                table: "FaqEntries");

            migrationBuilder.DropColumn(
                name: "EditedBy",
                table: "FaqEntries");
        }
    }
}
