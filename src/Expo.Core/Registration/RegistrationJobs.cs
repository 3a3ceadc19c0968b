namespace Expo.Core.Registration;

/// <summary>The ticket, after registering.</summary>
public sealed record SendTicket(int AttendeeId);

/// <summary>The ticket once more, because somebody typed an address that is registered already.</summary>
public sealed record SendTicketAgain(int AttendeeId);

/// <summary>You are on the waiting list.</summary>
public sealed record SendWaiting(int AttendeeId);

/// <summary>A seat came free and is yours.</summary>
public sealed record SendSeatFree(int AttendeeId);

/// <summary>A seat is offered to you until a given time.</summary>
public sealed record SendOffer(int AttendeeId);

/// <summary>The offer ran out.</summary>
public sealed record SendOfferExpired(int AttendeeId);

/// <summary>A seat is held for you until you pay.</summary>
public sealed record SendPay(int AttendeeId);

/// <summary>The seat was not paid for in time.</summary>
public sealed record SendHoldExpired(int AttendeeId);

/// <summary>Do you still come?</summary>
public sealed record SendReconfirm(int AttendeeId);

/// <summary>Your seat was released; the stream is yours.</summary>
public sealed record SendReleased(int AttendeeId);

/// <summary>Your seat was released at the door, because you had not come; the stream is yours.</summary>
public sealed record SendReleasedAtDoor(int AttendeeId);

/// <summary>You got a seat at the door.</summary>
public sealed record SendDoorSeat(int AttendeeId);

/// <summary>Somebody asks for an accommodation: to those who arrange it.</summary>
public sealed record TellAccommodation(int AttendeeId);

/// <summary>You changed between room and stream.</summary>
public sealed record SendMoved(int AttendeeId);

/// <summary>Your registration was cancelled.</summary>
public sealed record SendCancelled(int AttendeeId);
