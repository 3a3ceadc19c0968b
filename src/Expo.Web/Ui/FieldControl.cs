namespace Expo.Web.Ui;

/// <summary>What a control inside a <see cref="Field"/> must carry so that label, hint and message belong to it.</summary>
/// <param name="Id">The control's id, which the label names.</param>
/// <param name="DescribedBy">Ids of hint and message, or null when there is neither.</param>
/// <param name="IsInvalid">True when a message is shown.</param>
public sealed record FieldControl(string Id, string? DescribedBy, bool IsInvalid)
{
    /// <summary>For <c>@attributes</c> of an <c>InputText</c>, <c>InputTextArea</c> or a plain input.</summary>
    public IReadOnlyDictionary<string, object> Attributes => With("in");

    /// <summary>For <c>@attributes</c> of an <c>InputSelect</c>.</summary>
    public IReadOnlyDictionary<string, object> SelectAttributes => With("sel");

    private Dictionary<string, object> With(string style)
    {
        var attributes = new Dictionary<string, object> { ["id"] = Id, ["class"] = IsInvalid ? style + " bad" : style };
        if (DescribedBy is not null)
        {
            attributes["aria-describedby"] = DescribedBy;
        }

        if (IsInvalid)
        {
            attributes["aria-invalid"] = "true";
        }

        return attributes;
    }
}
