using Expo.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Expo.Core.Registration;

/// <summary>
/// Tells rows whole: every column unless <see cref="DataInventory"/> calls it a secret or another person's name, so that a new
/// column is never forgotten.
/// </summary>
public sealed class PersonTables(ExpoDb db)
{
    private static readonly HashSet<(string, string)> NotTold =
        [.. DataInventory.All.Where(c => c.Kind is DataKind.Secret or DataKind.Staff).Select(c => (c.Table, c.Name))];

    /// <param name="name">In the plural, for people.</param>
    /// <param name="one">The same for one row.</param>
    /// <param name="why">What the rows are for.</param>
    /// <param name="rows">As they were read.</param>
    /// <param name="more">Fields to tell before the columns, in words.</param>
    public ExportTable Of<T>(string name, string one, string why, IEnumerable<T> rows, Func<T, IEnumerable<(string Label, string? Value)>>? more = null)
        where T : class
    {
        // In the order in which they stand in the class: what matters most first.
        var order = typeof(T).GetProperties().Select((property, at) => (property.Name, at)).DistinctBy(p => p.Name).ToDictionary(p => p.Name, p => p.at);
        var columns = db.Model.FindEntityType(typeof(T))!.GetProperties().Where(IsTold).OrderBy(c => order.GetValueOrDefault(c.Name)).ToList();
        return new ExportTable(name, one, why, [.. rows.Select(row => (IReadOnlyList<ExportField>)
        [
            .. (more?.Invoke(row) ?? []).Where(field => field.Value is not null).Select(field => new ExportField(field.Label, field.Value!)),
            .. columns.Select(c => (c.Name, Value: ExportWords.Value(c.Name, c.PropertyInfo!.GetValue(row)))).Where(c => c.Value is not null).Select(c => new ExportField(ExportWords.Label(c.Name), c.Value!)),
        ])]);
    }

    // Numbers of other rows, and what only the program compares, say nothing to anybody; what they stand for is told in words.
    private static bool IsTold(IProperty column) =>
        column.PropertyInfo is not null && !column.IsPrimaryKey() && !column.IsForeignKey() && column.Name is not ("SubjectId" or "ConferenceId" or "NormalizedName" or "ConcurrencyStamp") && !NotTold.Contains((column.DeclaringType.GetTableName() ?? "", column.Name));
}
