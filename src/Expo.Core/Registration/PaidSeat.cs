namespace Expo.Core.Registration;

/// <summary>What money that came for a ticket meets.</summary>
public enum PaidSeat
{
    /// <summary>The seat is the payer's.</summary>
    Sure,

    /// <summary>No seat is held, and none is left for somebody at the end of the line. The money goes back, as with all that follow.</summary>
    NoSeat,

    /// <summary>The registration had been cancelled.</summary>
    Cancelled,

    /// <summary>The hold had run out, and the event takes no late money.</summary>
    NotHonoured,

    /// <summary>The hold had run out, and the same address has registered again.</summary>
    RegisteredAnew,
}
