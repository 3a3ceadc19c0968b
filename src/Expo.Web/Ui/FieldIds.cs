using System.Text.RegularExpressions;

namespace Expo.Web.Ui;

/// <summary>The id of a field's control by the field's name, so that a summary of errors can link to it.</summary>
internal static partial class FieldIds
{
    public static string Of(string fieldName) => "field-" + NotPlain().Replace(fieldName, "-").ToLowerInvariant();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotPlain();
}
