using Expo.Core.Registration;

namespace Expo.Web.Organiser;

/// <summary>What is typed of somebody who is added by hand. Named as refusals name their fields.</summary>
internal sealed class AddForm
{
    public string? Place { get; set; }

    public string? Name { get; set; }

    public string? Email { get; set; }

    public string? Organisation { get; set; }

    public string? Country { get; set; }

    public string? AccessNeeds { get; set; }

    /// <param name="place">The ticket, or the line for it.</param>
    public RegistrationRequest ToRequest(string? place) => new() { Place = place, Name = Name, Email = Email, Organisation = Organisation, Country = Country, AccessNeeds = AccessNeeds };
}
