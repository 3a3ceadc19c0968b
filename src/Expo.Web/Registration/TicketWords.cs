using Expo.Core.Registration;

namespace Expo.Web.Registration;

/// <summary>A status: what counts, in bold, and the rest.</summary>
public sealed record TicketStatus(string Bold, string Rest = "");

/// <summary>What the ticket page says first, in each state.</summary>
internal static class TicketWords
{
    public static string Heading(TicketView view) => view.Ticket.State switch
    {
        AttendeeState.Cancelled => "Registration cancelled",
        AttendeeState.Waiting => "Your place in the line",
        AttendeeState.Offered => "A seat is offered to you",
        AttendeeState.Unpaid => "Your seat is held",
        _ => "Your ticket",
    };

    /// <param name="view">The ticket.</param>
    /// <param name="done">What was just done: <c>moved</c>, <c>cancelled</c>, <c>accepted</c>, <c>declined</c>, <c>reconfirmed</c> or <c>released</c>; null or anything else says nothing more.</param>
    public static TicketStatus Status(TicketView view, string? done)
    {
        const string letter = "A letter with the change is on its way.";
        var ticket = view.Ticket;
        return ticket.State switch
        {
            AttendeeState.Cancelled when done == "cancelled" => new("Your registration is cancelled.", "A letter that says so is on its way."),
            AttendeeState.Cancelled when ticket.Attendee.HeldUntil is not null => new("This registration has ended.", $"Its seat was held until {view.HeldUntil} and was not paid for. The ticket is not valid."),
            AttendeeState.Cancelled => new("This registration was cancelled.", "The ticket is not valid any more."),
            AttendeeState.Waiting => new($"You are {ticket.Line!.InWords} on the waiting list.", "A seat that comes free when it is your turn is offered to you, and we write to you at once. Until then, watch the live stream."),
            AttendeeState.Offered => new($"A seat is held for you until {view.HeldUntil}.", "Accept or decline it below."),
            AttendeeState.Unpaid => new($"Your seat is held until {view.HeldUntil}.", "Pay by then, or it goes to the next person."),
            _ when view.IsReleased => new("Your seat was released.", $"Nobody said by {view.HeldUntil} that you are coming. Reload this page in a moment to see what you have instead."),
            _ when ticket.IsAskedToReconfirm => new("Do you still come?", $"Your seat is held until {view.HeldUntil}. Say by then that you are coming, or it goes to somebody who waits."),
            _ when done == "reconfirmed" => new("Thank you for telling us.", "The seat stays yours."),
            _ => ticket.IsInPerson ? Seat(view, done, letter) : Stream(done, letter),
        };
    }

    private static TicketStatus Seat(TicketView view, string? done, string letter)
    {
        var what = view.Type.Code == Places.Room ? "a seat in the room" : $"a seat ({view.Type.Name})";
        return done switch
        {
            "moved" => new($"You have {what} now.", letter),
            "accepted" => new("The seat is yours.", view.Together > 1 ? "So are those of the others who registered with you. Each gets a letter with a ticket." : "A letter with your ticket is on its way."),
            _ => new($"You have {what}."),
        };
    }

    private static TicketStatus Stream(string? done, string letter) => done switch
    {
        "moved" => new("You take part on the live stream now.", letter),
        "declined" => new("You declined the seat.", "It goes to the next person, and you take part on the live stream. " + letter),
        "released" => new("You released your seat.", "It goes to somebody who waits, and you take part on the live stream. " + letter),
        _ => new("You take part on the live stream."),
    };
}
