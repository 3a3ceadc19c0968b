using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Expo.Core.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class QuestionsChangedBy : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ChangedBy",
                table: "Questions",
                type: "nvarchar(120)",
                maxLength: 120,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ChangedBy",
                table: "Questions");
        }
    }
}
