namespace Expo.Core.Registration;

/// <summary>One day of the event at the door, counted at one moment. <c>Expected = In of those + NotIn</c>.</summary>
/// <param name="Expected">People with a seat whose ticket opens the door on this day.</param>
/// <param name="In">Check-ins of the day, with those who lost their seat afterwards.</param>
/// <param name="NotIn">Expected and not checked in: to come, or no-shows once the day is over.</param>
public sealed record DoorDay(DateOnly Day, int Expected, int In, int NotIn, bool IsOver);

/// <param name="Hour">0 to 23 in the event's zone.</param>
public sealed record DoorHour(DateOnly Day, int Hour, int In);

public sealed record DoorCount(DateOnly Day, string Door, int In);

/// <summary>Somebody who was let in more than once on a day, or without a ticket for it: two devices without a network can do that.</summary>
/// <param name="Entries">Each scan that let the person in, the earliest first.</param>
public sealed record DoorDoubt(int AttendeeId, string Name, DateOnly Day, IReadOnlyList<DoorEntry> Entries);

/// <summary>The door in numbers.</summary>
/// <param name="Doubts">The newest, at most <see cref="MostDoubts"/>.</param>
public sealed record DoorFigures(IReadOnlyList<DoorDay> Days, IReadOnlyList<DoorHour> Hours, IReadOnlyList<DoorCount> Doors, IReadOnlyList<DoorDoubt> Doubts, DateTimeOffset CountedAt)
{
    public const int MostDoubts = 50;
}
