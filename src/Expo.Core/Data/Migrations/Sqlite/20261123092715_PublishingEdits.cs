using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Expo.Core.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PublishingEdits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "WithdrawnAt",
                table: "Recordings",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Edit",
                table: "FaqEntries",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "EditedAt",
                table: "FaqEntries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EditedBy",
                table: "FaqEntries",
                type: "TEXT",
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
