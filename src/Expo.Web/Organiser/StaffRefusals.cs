using Expo.Core;
using Expo.Core.Registration;

namespace Expo.Web.Organiser;

/// <summary>Refusals whose sentence is for attendees, said to somebody of the staff who does it for another person. The codes stay.</summary>
internal static class StaffRefusals
{
    public static Result<T> Said<T>(Result<T> result) => result.IsRefused ? Said(result.Refusal) : result;

    private static Refusal Said(Refusal refusal) => Words(refusal) is { } words
        ? refusal with { Message = words, More = [.. refusal.More.Select(Said)] }
        : refusal.More.Count == 0 ? refusal : refusal with { More = [.. refusal.More.Select(Said)] };

    private static string? Words(Refusal refusal) => refusal.Code switch
    {
        "registration.place-missing" => "Choose a ticket.",
        "registration.place-unknown" => "Choose one of this event’s tickets.",
        "registration.name-missing" => "Enter the person’s name as it should stand on the badge.",
        "registration.name-with-link" => "A name cannot contain a web address. Enter the name only.",
        "registration.email-missing" => "Enter the person’s email address.",
        "registration.organisation-missing" => "Enter the person’s organization: seats of this kind are counted for each organization.",
        "registration.country-missing" => "Choose the person’s country.",
        "registration.access-needs-too-long" => $"Use at most {RegistrationRules.LongestAccessNeeds} characters.",
        "registration.email-taken" => "Another registration has this address. Find it among the attendees by the address: a person has one registration.",
        "registration.cancelled" => "This registration was cancelled. Add the person anew if they want to take part after all.",
        "registration.unknown-ticket" => AttendeeRefusals.Unknown.Message,
        // What comes after it tells a visitor where else to go.
        "registration.full" => refusal.Message.Split(" Join the waiting list")[0].Replace("Your organization", "The person’s organization", StringComparison.Ordinal)
            + " Raise the cap first, or choose the waiting list or another ticket.",
        _ => null,
    };
}
