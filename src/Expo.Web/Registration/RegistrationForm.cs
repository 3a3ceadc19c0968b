using Expo.Core.Registration;

namespace Expo.Web.Registration;

/// <summary>What the register page posts. The fields are named as in <see cref="RegistrationRequest"/>, whose refusals name them.</summary>
public sealed class RegistrationForm
{
    public string? Place { get; set; }

    public string? Name { get; set; }

    public string? Email { get; set; }

    public string? Organisation { get; set; }

    public string? Country { get; set; }

    public string? AccessNeeds { get; set; }

    public RegistrationRequest ToRequest() => new()
    {
        Place = Place,
        Name = Name,
        Email = Email,
        Organisation = Organisation,
        Country = Country,
        AccessNeeds = AccessNeeds,
    };
}
