namespace Expo.Web.Registration;

/// <summary>What the page about access needs posts. Named as the refusals name it.</summary>
public sealed class NeedsForm
{
    public string? AccessNeeds { get; set; }
}
