using Expo.Core;
using Expo.Core.Registration;

namespace Expo.Web.Agenda;

/// <summary>What the page of starred sessions says first, after a form was sent.</summary>
internal static class MyAgendaWords
{
    private static readonly Refusal[] Refusals = [StarRefusals.NoTicket, StarRefusals.Cancelled, StarRefusals.UnknownSession, StarRefusals.SessionCancelled, StarRefusals.TooMany];

    public static string? Of(string done) => done switch
    {
        "starred" => "Starred. It is kept with your ticket.",
        "unstarred" => "The star was taken back.",
        "kept" => "Your stars are kept with your ticket now.",
        "made" => "Your calendar has an address now. You find it below.",
        "renewed" => "Your calendar has a new address. The old one leads nowhere any more: give the new one to your calendar program.",
        "ended" => "The address of your calendar leads nowhere any more.",
        "forgotten" => "This browser has forgotten your ticket. It stays so until you press “Keep my ticket here” on the ticket’s page.",
        "known" => "This browser knows your ticket now.",
        _ => null,
    };

    /// <summary>The sentence of a refusal by its code; null for one that this page does not know.</summary>
    public static string? Refused(string code) => Array.Find(Refusals, refusal => refusal.Code == code)?.Message;
}
