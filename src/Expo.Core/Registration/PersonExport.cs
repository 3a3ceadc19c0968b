namespace Expo.Core.Registration;

/// <summary>Everything that is stored about one address at one moment.</summary>
public sealed record PersonExport(string Address, DateTimeOffset At, IReadOnlyList<ExportTable> Tables)
{
    public bool IsEmpty => Tables.Count == 0;

    /// <summary>For instance <c>2 registrations, 3 letters</c>.</summary>
    public string InWords => string.Join(", ", Tables.Select(table => $"{table.Rows.Count} {(table.Rows.Count == 1 ? table.One : table.Name).ToLowerInvariant()}"));
}

/// <summary>The rows of one table that are about the person. Tables without one are left out.</summary>
/// <param name="Name">In the plural, for people.</param>
/// <param name="One">The same for one row.</param>
/// <param name="Why">What the rows are for.</param>
/// <param name="Rows">Each a list of fields; empty fields are left out.</param>
public sealed record ExportTable(string Name, string One, string Why, IReadOnlyList<IReadOnlyList<ExportField>> Rows);

public sealed record ExportField(string Label, string Value);
