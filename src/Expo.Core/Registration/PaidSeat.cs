namespace Expo.Core.Registration;

/// <summary>What money that came for a ticket meets.</summary>
public enum PaidSeat
{
    /// <summary>The seat is the payer's.</summary>
    Sure,

    /// <summary>The hold had run out and no seat is left, or the registration was cancelled: the money goes back.</summary>
    NoSeat,
}
