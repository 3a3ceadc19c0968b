namespace Expo.Core.Registration;

/// <summary>A kind of ticket in a prepared list.</summary>
/// <param name="Days">On which it opens the door.</param>
public sealed record DoorListType(string Name, bool IsInPerson, IReadOnlyList<DateOnly> Days);

/// <summary>One ticket in a prepared list.</summary>
/// <param name="Key">See <see cref="DoorCodes.ListKey"/>.</param>
/// <param name="Type">Place in <see cref="DoorList.Types"/>.</param>
/// <param name="HeldUntil">From then on the seat is free; null when nothing runs out.</param>
public sealed record DoorListTicket(string Key, int AttendeeId, string Name, string? Organisation, int Type, AttendeeState State, DateTimeOffset? HeldUntil);

/// <summary>Somebody who is in already.</summary>
public sealed record DoorListEntry(int AttendeeId, DateOnly Day, DateTimeOffset At, string Door);

/// <summary>
/// What a device needs to answer without a network. It has names, because people are searched by them, but no code: neither a
/// ticket's page can be opened with it nor a ticket or badge be made from it.
/// </summary>
/// <param name="Salt">Goes into the keys, so that lists of two events cannot be laid beside each other. Not a secret.</param>
/// <param name="Until">End of the last day, after which a device forgets the list.</param>
/// <param name="Denied">Keys of cancelled tickets, without names.</param>
public sealed record DoorList(
    string Event, string TimeZone, string Salt, IReadOnlyList<DateOnly> Days, DateTimeOffset Until, IReadOnlyList<DoorListType> Types,
    IReadOnlyList<DoorListTicket> Tickets, IReadOnlyList<DoorListEntry> In, IReadOnlyList<string> Denied);
