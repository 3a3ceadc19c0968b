namespace Expo.Core.Data;

internal enum ColumnKind
{
    Text,
    Integer,
}

/// <summary>One column of rows that are written by hand, and how to read it off a <typeparamref name="T"/>.</summary>
internal sealed class Column<T>
{
    private readonly Func<T, string?>? _text;
    private readonly Func<T, long?>? _integer;

    public Column(string name, Func<T, string?> text) => (Name, _text) = (name, text);

    public Column(string name, Func<T, long?> integer) => (Name, _integer) = (name, integer);

    /// <summary>Also the name of the property of <typeparamref name="T"/>, so that a row as JSON has it.</summary>
    public string Name { get; }

    public ColumnKind Kind => _text is null ? ColumnKind.Integer : ColumnKind.Text;

    /// <summary>Of a column of text.</summary>
    public string? Text(T row) => _text!(row);

    /// <param name="statement">To be run for this row.</param>
    /// <param name="index">Of the column's parameter, from 1.</param>
    /// <param name="row">To read.</param>
    public void Bind(SqliteStatement statement, int index, T row)
    {
        if (_text is not null)
        {
            statement.Bind(index, _text(row));
        }
        else
        {
            statement.Bind(index, _integer!(row));
        }
    }
}
