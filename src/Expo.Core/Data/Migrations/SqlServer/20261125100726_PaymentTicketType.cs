using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Expo.Core.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class PaymentTicketType : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "TicketTypeId",
                table: "Payments",
                type: "int",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "TicketTypeId",
                table: "Payments");
        }
    }
}
