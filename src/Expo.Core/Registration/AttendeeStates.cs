namespace Expo.Core.Registration;

/// <summary>A hold that has run out is over at its instant, whether or not anybody has put it back.</summary>
internal static class AttendeeStates
{
    /// <summary>What a row's state is worth at an instant.</summary>
    public static AttendeeState At(this AttendeeState state, DateTimeOffset? heldUntil, DateTimeOffset now) => state switch
    {
        AttendeeState.Offered when heldUntil <= now => AttendeeState.Waiting,
        AttendeeState.Unpaid when heldUntil <= now => AttendeeState.Cancelled,
        _ => state,
    };
}
