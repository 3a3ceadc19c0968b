namespace Expo.Core.Registration;

/// <summary>The ticket, after registering.</summary>
public sealed record SendTicket(int AttendeeId);

/// <summary>The ticket once more, because somebody typed an address that is registered already.</summary>
public sealed record SendTicketAgain(int AttendeeId);

/// <summary>You are on the waiting list.</summary>
public sealed record SendWaiting(int AttendeeId);

/// <summary>A seat came free and is yours.</summary>
public sealed record SendSeatFree(int AttendeeId);

/// <summary>You changed between room and stream.</summary>
public sealed record SendMoved(int AttendeeId);

/// <summary>Your registration was cancelled.</summary>
public sealed record SendCancelled(int AttendeeId);
